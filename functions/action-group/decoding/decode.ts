import type { $ZodType, $ZodTypes } from 'zod/v4/core';
import { safeParse } from 'zod/v4/core';
import { BracketMap, type BracketText, hasMap, parseBracketText } from './bracket-text';
import { isExact, isExactJson, isExactValue, isInteger, isNumber } from './numbers';

/** What stands in place of a value that no reading of the text gives; `reason` goes on from the field's name. */
export class Undecodable {
  constructor(readonly reason: string) {}
}

const rounded = new Undecodable('has more digits than a number can hold exactly');
const lossy = new Undecodable(
  'came as [{name=value}], in which names and values cannot be told apart for certain; to change something it must be JSON',
);

/**
 * Reads an argument the way its schema wants it, whatever form it came in. Never coerces: text that is no
 * plain rendering of the type is undecodable, and so is a number that would lose digits.
 * `readOnly` says that the operation changes nothing, so that lossy forms will do.
 */
export function decode(schema: $ZodType, value: unknown, readOnly: boolean): unknown {
  if (typeof value === 'string') return decodeText(schema, value, readOnly);
  return isExactValue(value) ? value : rounded;
}

function decodeText(schema: $ZodType, text: string, readOnly: boolean): unknown {
  const { def } = concrete(schema)._zod;
  switch (def.type) {
    case 'number':
      return decodeNumber(text, isIntegral(def));
    case 'boolean':
      return decodeBoolean(text);
    case 'array':
    case 'tuple':
    case 'set':
      return decodeStructure(schema, text, readOnly, 'must be a JSON list, for example ["a", "b"]');
    case 'object':
    case 'record':
    case 'map':
      return decodeStructure(schema, text, readOnly, 'must be a JSON object, for example {"name": "value"}');
    case 'literal':
      return def.values.find((literal) => String(literal) === text) ?? text;
    case 'enum':
      return Object.values(def.entries).find((entry) => String(entry) === text) ?? text;
    case 'union':
      return decodeUnion(def.options, text, readOnly);
    default:
      return text;
  }
}

/** The schema behind optional, default and the like: the one that knows the type. */
export function concrete(schema: $ZodType): $ZodTypes {
  let found = schema as $ZodTypes;
  for (;;) {
    const { def } = found._zod;
    if ('innerType' in def) found = def.innerType as $ZodTypes;
    else if (def.type === 'pipe') found = def.in as $ZodTypes;
    else if (def.type === 'lazy') found = def.getter() as $ZodTypes;
    else return found;
  }
}

type NumberDef = Extract<$ZodTypes['_zod']['def'], { type: 'number' }>;

/** `z.int()` has a format of its own; `z.number().check(z.int())` has it in a check. */
export function isIntegral(def: NumberDef): boolean {
  const formats = [def, ...(def.checks ?? []).map((check) => check._zod.def)];
  return formats.some((of) => 'format' in of && typeof of.format === 'string' && of.format.includes('int'));
}

function decodeNumber(text: string, integral: boolean): unknown {
  const trimmed = text.trim();
  if (integral ? !isInteger(trimmed) : !isNumber(trimmed)) {
    return new Undecodable(integral ? 'must be a whole number, in digits alone' : 'must be a number');
  }
  return isExact(trimmed) ? Number(trimmed) : rounded;
}

/** Bedrock sends true and false; Python's rendering, which AWS's migration shim uses, is True and False. */
function decodeBoolean(text: string): unknown {
  const lower = text.trim().toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : new Undecodable('must be true or false');
}

function decodeStructure(schema: $ZodType, text: string, readOnly: boolean, mend: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return new Undecodable(mend);
    return isExactJson(text) ? value : rounded;
  } catch {
    const parsed = parseBracketText(text);
    if (parsed === undefined) return new Undecodable(mend);
    return !readOnly && hasMap(parsed) ? lossy : fromBrackets(schema, parsed);
  }
}

function fromBrackets(schema: $ZodType, parsed: BracketText): unknown {
  const { def } = concrete(schema)._zod;
  if (typeof parsed === 'string') return decodeText(schema, parsed, true);
  if (parsed instanceof BracketMap) {
    const shape: Readonly<Record<string, $ZodType>> = def.type === 'object' ? def.shape : {};
    return Object.fromEntries(
      parsed.entries.map(([name, value]) => [
        name,
        fromBrackets((Object.hasOwn(shape, name) && shape[name]) || anything, value),
      ]),
    );
  }
  return parsed.map((item) => fromBrackets(def.type === 'array' ? def.element : anything, item));
}

/** Stands for the schema of a part that the contract does not describe; it stays text. */
const anything = { _zod: { def: { type: 'unknown' } } } as unknown as $ZodType;

function decodeUnion(options: readonly $ZodType[], text: string, readOnly: boolean): unknown {
  for (const option of options) {
    const value = decodeText(option, text, readOnly);
    if (!(value instanceof Undecodable) && safeParse(option, value).success) return value;
  }
  return text;
}
