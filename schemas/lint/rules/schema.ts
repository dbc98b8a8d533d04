import { pointerToken } from '../../openapi-schema';
import { type DocumentSubject, isObject, resolve, schemasOf } from '../document';
import type { Rule } from '../rule';
import { pages } from '../sources';

const compositions = ['oneOf', 'anyOf', 'allOf', 'not'];
/** JSON Schema that OpenAPI took up with 3.1. */
const later = [
  'const',
  'examples',
  'prefixItems',
  'contains',
  'if',
  'then',
  'else',
  'propertyNames',
  'patternProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'dependentRequired',
  'dependentSchemas',
  'contentEncoding',
  'contentMediaType',
  '$schema',
  '$id',
  '$defs',
  '$comment',
];

/** Rules about every schema of the document. */
export const schemaRules: readonly Rule<DocumentSubject>[] = [
  {
    id: 'enum',
    demand: 'No schema has an enum: Bedrock does not take it.',
    bedrock: 'not documented',
    mend: 'Delete enum and put the allowed values into the description',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        if (value.enum === undefined) continue;
        yield { path: `${path}/enum`, message: `The schema has an enum: ${JSON.stringify(value.enum)}` };
      }
    },
  },
  {
    id: 'composition',
    demand: 'No schema is composed with oneOf, anyOf, allOf or not.',
    bedrock: 'not documented',
    mend: 'Write one schema with optional properties; AgentCore Gateway, the successor, refuses composition too',
    source: pages.gateway,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        for (const keyword of compositions) {
          if (value[keyword] !== undefined) {
            yield { path: `${path}/${keyword}`, message: `The schema is composed with ${keyword}` };
          }
        }
      }
    },
  },
  {
    id: 'type-single',
    demand: 'type is one of the six types of OpenAPI 3.0: a list of types and null came with 3.1.',
    bedrock: 'not documented',
    mend: 'Write one type, and nullable: true instead of null',
    source: pages.openApiSchema,
    *check(subject) {
      const types = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
      for (const { path, value } of schemasOf(subject)) {
        if (value.type === undefined || types.includes(value.type as string)) continue;
        yield { path: `${path}/type`, message: `type is ${JSON.stringify(value.type)}` };
      }
    },
  },
  {
    id: 'exclusive-bound',
    demand: 'exclusiveMinimum and exclusiveMaximum are true or false, as in OpenAPI 3.0.',
    bedrock: 'not documented',
    mend: 'Write minimum: n with exclusiveMinimum: true, and maximum in the same way',
    source: pages.openApiSchema,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum']) {
          if (value[keyword] === undefined || typeof value[keyword] === 'boolean') continue;
          yield { path: `${path}/${keyword}`, message: `${keyword} is ${JSON.stringify(value[keyword])}` };
        }
      }
    },
  },
  {
    id: 'later-keyword',
    demand: 'No schema has a keyword that came with OpenAPI 3.1.',
    bedrock: 'not documented',
    mend: 'Delete it and say what it said in the description; const becomes one allowed value, examples an example',
    source: pages.openApiSchema,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        for (const keyword of later) {
          if (value[keyword] === undefined) continue;
          yield { path: `${path}/${keyword}`, message: `OpenAPI 3.0 has no ${keyword}` };
        }
      }
    },
  },
  {
    id: 'schema-type',
    demand: 'Every schema has a type.',
    bedrock: 'not documented',
    mend: 'Add the type',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        if (value.type !== undefined || value.$ref !== undefined) continue;
        if (compositions.some((keyword) => value[keyword] !== undefined)) continue;
        yield { path: `${path}/type`, message: 'The schema has none' };
      }
    },
  },
  {
    id: 'array-items',
    demand: 'An array says what its items are.',
    bedrock: 'not documented',
    mend: 'Add items with a schema',
    source: pages.openApiSchema,
    *check(subject) {
      for (const { path, value } of schemasOf(subject)) {
        if (value.type !== 'array' || isObject(value.items)) continue;
        yield { path: `${path}/items`, message: 'The array has none' };
      }
    },
  },
  {
    id: 'reference-resolves',
    demand: 'A $ref leads to something in the same document: Bedrock gets the document alone.',
    bedrock: 'not documented',
    mend: 'Write the schema in place of the reference',
    source: pages.openApiReference,
    *check(subject) {
      for (const { path, value } of references('', subject.document, new Set())) {
        if (resolve(subject.document, value) !== undefined) continue;
        yield { path: `${path}/$ref`, message: `${String(value.$ref)} leads nowhere` };
      }
    },
  },
];

function* references(path: string, value: unknown, seen: Set<unknown>): ReturnType<typeof schemasOf> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isObject(value) && typeof value.$ref === 'string') yield { path, value };
  for (const [key, child] of Object.entries(value)) {
    yield* references(`${path}/${pointerToken(key)}`, child, seen);
  }
}
