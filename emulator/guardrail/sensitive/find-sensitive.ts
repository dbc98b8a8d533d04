import { RE2JS } from 're2js';
import { ServiceError } from '../../front-door/operation';
import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { plainText } from '../text/plain-text';
import { type Detect, piiDetectors, type Span } from './pii-detectors';

export interface SensitiveMatch {
  readonly kind: 'pii' | 'regex';
  /** An entity's type, or a regex's name: what stands in braces in a masked text. */
  readonly name: string;
  readonly pattern?: string;
  readonly match: string;
  readonly action: 'BLOCKED' | 'ANONYMIZED' | 'NONE';
  readonly start: number;
  readonly end: number;
}

const actions = { BLOCK: 'BLOCKED', ANONYMIZE: 'ANONYMIZED' } as const;
const asAction = (action: string): SensitiveMatch['action'] =>
  action === 'BLOCK' || action === 'ANONYMIZE' ? actions[action] : 'NONE';

/** Everything sensitive in a text, by position; positions are the original's. */
export function findSensitive(
  properties: GuardrailProperties,
  source: Source,
  text: string,
): SensitiveMatch[] {
  const { PiiEntitiesConfig = [], RegexesConfig = [] } = properties.SensitiveInformationPolicyConfig ?? {};
  const plain = plainText(text);
  const located = (
    spans: readonly Span[],
    rest: Pick<SensitiveMatch, 'kind' | 'name' | 'action' | 'pattern'>,
  ) =>
    spans.map(([from, to]): SensitiveMatch => {
      const [start, end] = plain.original(from, to);
      return { ...rest, match: text.slice(start, end), start, end };
    });
  const entities = PiiEntitiesConfig.filter((entity) => isEnabled(entity, source)).flatMap((entity) =>
    located(detectorOf(entity.Type)(plain.text), {
      kind: 'pii',
      name: entity.Type,
      action: asAction(actionOf(entity, source, entity.Action)),
    }),
  );
  const regexes = RegexesConfig.filter((regex) => isEnabled(regex, source)).flatMap((regex) =>
    located(matchesOf(regex.Pattern, plain.text), {
      kind: 'regex',
      name: regex.Name,
      pattern: regex.Pattern,
      action: asAction(actionOf(regex, source, regex.Action)),
    }),
  );
  return [...entities, ...regexes].sort((a, b) => a.start - b.start || b.end - a.end);
}

function detectorOf(type: string): Detect {
  const detector = piiDetectors[type];
  if (detector) return detector;
  throw new ServiceError('ValidationException', `The emulator knows no PII entity ${type}`);
}

/** RE2, as Bedrock's expressions have no lookaround either, and no pattern takes longer than the text is long. */
function matchesOf(pattern: string, text: string): Span[] {
  const matcher = compiled(pattern).matcher(text);
  const spans: Span[] = [];
  while (matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push([matcher.start(), matcher.end()]);
  }
  return spans;
}

const expressions = new Map<string, RE2JS>();

function compiled(pattern: string): RE2JS {
  const known = expressions.get(pattern) ?? compile(pattern);
  expressions.set(pattern, known);
  return known;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ServiceError('ValidationException', `The regex ${pattern} is none of RE2: ${problem}`);
  }
}
