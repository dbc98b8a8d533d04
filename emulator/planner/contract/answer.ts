import type { SchemaObject } from 'openapi3-ts/oas30';
import { vagueNameWords } from '../language/lexicon';
import { nameWords, stemOf } from '../language/words';
import { type Choice, choicesOf, contentStems } from './parameter';

/** One property of an answer, with what is needed to recognise a question for it and to say its value. */
export interface Property {
  readonly name: string;
  readonly description: string;
  readonly schema: SchemaObject;
  readonly choices: readonly Choice[];
  readonly nameStems: ReadonlySet<string>;
  /** Of its name, without those that name anything. */
  readonly tellingStems: readonly string[];
  readonly stems: ReadonlySet<string>;
}

/** The shape of a success: one thing, or a list of things under one key. */
export interface Answer {
  readonly listKey?: string;
  /** The property that carries the token of the next page. */
  readonly nextTokenKey?: string;
  /** Properties of the thing, or of each thing in the list. */
  readonly properties: readonly Property[];
}

export function answerOf(schema: SchemaObject): Answer {
  const entries = Object.entries(schema.properties ?? {}) as [string, SchemaObject][];
  const arrays = entries.filter(
    ([, { type, items }]) => type === 'array' && (items as SchemaObject)?.properties,
  );
  const rest = entries.filter(([, { type }]) => type !== 'array');
  const next = rest.find(([name]) => /^next\w*(?:token|cursor)$/i.test(name));
  const [list] = arrays;
  // A list answers with its items and how to go on; more than that is a thing that holds a list.
  if (
    list &&
    arrays.length === 1 &&
    rest.every(([name, { type }]) => name === next?.[0] || type === 'integer')
  ) {
    const items = list[1].items as SchemaObject;
    return { listKey: list[0], nextTokenKey: next?.[0], properties: propertiesOf(items) };
  }
  return { properties: propertiesOf(schema) };
}

/** Of schemas that an app's documents hold, read once each: an answer is phrased by them again and again. */
const known = new WeakMap<SchemaObject, readonly Property[]>();

export function propertiesOf(schema: SchemaObject): readonly Property[] {
  const before = known.get(schema);
  if (before) return before;
  const properties = readProperties(schema);
  known.set(schema, properties);
  return properties;
}

const readProperties = (schema: SchemaObject): Property[] =>
  (Object.entries(schema.properties ?? {}) as [string, SchemaObject][]).map(([name, property]) => {
    const description = property.description ?? '';
    const nameStems = new Set(nameWords(name).map(stemOf));
    return {
      name,
      description,
      schema: property,
      choices: choicesOf(description, property),
      nameStems,
      tellingStems: [...nameStems].filter((stem) => !vagueNameWords.has(stem)),
      stems: contentStems(description),
    };
  });
