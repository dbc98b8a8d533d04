import type { SchemaObject } from 'openapi3-ts/oas30';
import { stopWords } from '../language/lexicon';
import { nameWords, stemOf, type Word, wordsOf } from '../language/words';
import { Identifier } from './identifier';

/** One of the values that a description allows, since Bedrock takes no `enum`. */
export interface Choice {
  readonly value: string;
  readonly stems: readonly string[];
  /** Its verb in base form (`deliver` of DELIVERED): no mention of the value. */
  readonly bases: ReadonlySet<string>;
  /** What the description says that it means ("LENT means with somebody"), as words in a row. */
  readonly meanings: readonly (readonly Word[])[];
}

export interface Parameter {
  readonly name: string;
  readonly kind:
    | 'identifier'
    | 'choice'
    | 'whole'
    | 'number'
    | 'boolean'
    | 'date'
    | 'date-time'
    | 'text'
    | 'page'
    | 'other';
  readonly required: boolean;
  readonly description: string;
  /** The noun phrase by which a question asks for it. */
  readonly label: string;
  readonly nameStems: ReadonlySet<string>;
  /** Stems of name and description. */
  readonly stems: ReadonlySet<string>;
  readonly identifier?: Identifier;
  readonly choices: readonly Choice[];
  readonly schema: SchemaObject;
}

const allowed = /\bOne of:\s*([^.;]+)/;
const alternation = /^\^\(\?:([\w-]+(?:\|[\w-]+)+)\)\$$/;

/** The allowed values: of an `enum`, of a pattern of alternatives, or after "One of:" in a description. */
export function choicesOf(description: string, schema: SchemaObject): Choice[] {
  const listed =
    schema.enum ??
    alternation.exec(schema.pattern ?? '')?.[1]?.split('|') ??
    allowed.exec(description)?.[1]?.split(/,\s*|\s+or\s+/) ??
    [];
  return listed
    .map(String)
    .map((value) => value.trim())
    .filter(Boolean)
    .map((value) => {
      const words = nameWords(value.toUpperCase() === value ? value.toLowerCase() : value);
      return {
        value,
        stems: words.map(stemOf),
        bases: new Set(words.flatMap(basesOf)),
        meanings: meaningsOf(value, description),
      };
    });
}

/** "LENT means with somebody or away" */
function meaningsOf(value: string, description: string): Word[][] {
  const at = description.indexOf(`${value} means `);
  if (at < 0) return [];
  const phrases = description.slice(at + `${value} means `.length).split(/[,.;]/)[0] ?? '';
  return phrases.split(/\s+or\s+/).map(wordsOf);
}

function basesOf(word: string): string[] {
  const base = /^(.{2,})(?:ed|ing)$/.exec(word)?.[1];
  if (!base) return [];
  return [base, `${base}e`, ...(base.at(-1) === base.at(-2) ? [base.slice(0, -1)] : [])];
}

export const contentStems = (text: string): Set<string> =>
  new Set(
    wordsOf(text)
      .filter(({ lower }) => !stopWords.has(lower))
      .map(({ stem }) => stem),
  );

/** "Reason for the request, in the caller's own words" → "reason for the request". */
function labelOf(name: string, description: string): string {
  const phrase =
    description
      .replace(allowed, '')
      .split(/[,.;:(]/)[0]
      ?.trim() ?? '';
  const label = phrase || nameWords(name).join(' ');
  return /^[A-Z][a-z]/.test(label) ? `${label[0]?.toLowerCase()}${label.slice(1)}` : label;
}

export function parameterOf(
  name: string,
  schema: SchemaObject,
  required: boolean,
  description = schema.description ?? '',
): Parameter {
  const choices = choicesOf(description, schema);
  const identifier = choices.length > 0 ? undefined : identifierOf(schema, description);
  return {
    name,
    kind: kindOf(name, schema, description, choices, identifier),
    required,
    description,
    label: labelOf(name, description),
    nameStems: new Set(nameWords(name).map(stemOf)),
    stems: new Set([...nameWords(name).map(stemOf), ...contentStems(description)]),
    identifier,
    choices,
    schema,
  };
}

function identifierOf(schema: SchemaObject, description: string): Identifier | undefined {
  if (schema.type !== 'string' || !schema.pattern || schema.format) return undefined;
  const example = schema.example ?? /for example ([^\s,;]*[^\s,;.])/.exec(description)?.[1];
  return new Identifier(schema.pattern, typeof example === 'string' ? example : undefined);
}

function kindOf(
  name: string,
  schema: SchemaObject,
  description: string,
  choices: readonly Choice[],
  identifier: Identifier | undefined,
): Parameter['kind'] {
  if (choices.length > 0) return 'choice';
  if (
    /^(?:page|next|continuation)_?-?token$|^cursor$/i.test(name) ||
    /\bnext\w*(?:Token|Cursor)\b/.test(description)
  )
    return 'page';
  if (identifier) return 'identifier';
  if (schema.type === 'integer') return 'whole';
  if (schema.type === 'number' || schema.type === 'boolean') return schema.type;
  if (schema.format === 'date' || schema.format === 'date-time') return schema.format;
  return schema.type === 'string' ? 'text' : 'other';
}
