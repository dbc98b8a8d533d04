import { validate } from '@readme/openapi-parser';
import fc from 'fast-check';
import * as z from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import type { Contract, Operation } from '../../../schemas/contract';
import { lintContract, lintDocument } from '../../../schemas/lint';
import { openApiDocument } from '../../../schemas/openapi';
import { problem } from '../../../schemas/problem';

const name = fc
  .stringMatching(/^[a-z][a-zA-Z0-9]{0,12}$/)
  .filter((text) => !/^(customer|user|sub)/i.test(text));
const description = fc.stringMatching(/^[A-Z][ -~]{0,40}$/);
const describe_ = (schema: z.ZodMiniType) => description.map((text) => schema.check(z.describe(text)));

const text = fc
  .record({ min: fc.nat(5), more: fc.nat(50) })
  .map(({ min, more }) => z.string().check(z.minLength(min), z.maxLength(min + more)));
const bounded = fc
  .record({ min: fc.integer({ min: -9, max: 9 }), exclusive: fc.boolean() })
  .map(({ min, exclusive }) => z.int().check(exclusive ? z.gt(min) : z.gte(min), z.lt(1000)));
const values = fc.uniqueArray(fc.stringMatching(/^[A-Z./ ]{1,8}$/), { minLength: 1, maxLength: 4 });
const scalar: fc.Arbitrary<z.ZodMiniType> = fc
  .oneof(
    text,
    bounded,
    fc.constant(z.boolean()),
    fc.constant(z.number()),
    values.map((list) => z.enum(list as [string, ...string[]])),
    values.map((list) => z.union(list.map((value) => z.literal(value)))),
    fc.constantFrom(z.iso.datetime(), z.iso.date(), z.email(), z.uuid(), z.base64()),
    fc.stringMatching(/^[a-z]{1,5}$/).map((word) => z.string().check(z.regex(new RegExp(`^${word}-\\d+$`)))),
  )
  .chain(describe_);

const shape = (property: fc.Arbitrary<$ZodType>, minKeys = 0) =>
  fc.dictionary(name, property, { minKeys, maxKeys: 4, noNullPrototype: true });
const { value } = fc.letrec<{ value: z.ZodMiniType }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.tuple(tie('value'), fc.nat(3)).map(([item, min]) => z.array(item).check(z.minLength(min))),
    shape(tie('value')).map((properties) => z.strictObject(properties)),
  ),
}));
const optional = (schema: fc.Arbitrary<z.ZodMiniType>) =>
  fc.oneof(
    schema,
    schema.map((inner) => z.optional(inner)),
    schema.map((inner) => z.readonly(inner)),
  );
const answer = fc.oneof(
  optional(value),
  value.map((inner) => z.nullable(inner)),
);

const operation = fc.record({
  method: fc.constantFrom('get', 'post', 'put', 'patch', 'delete' as const),
  path: shape(scalar),
  query: shape(optional(scalar)),
  body: shape(optional(value.chain(describe_))),
  answer: shape(answer),
  identity: fc.constantFrom('required', 'none' as const),
  confirmed: fc.boolean(),
  text: description,
});

/** Arguments lie side by side, so a later part drops the names of an earlier one. */
const without = (part: Record<string, $ZodType>, ...earlier: object[]) =>
  Object.fromEntries(Object.entries(part).filter(([key]) => !earlier.some((other) => key in other)));

const contract: fc.Arbitrary<Contract> = fc.array(operation, { minLength: 1, maxLength: 4 }).map((list) => ({
  title: 'Random',
  description: 'Random operations',
  version: '1.0.0',
  operations: Object.fromEntries(
    list.map(({ method, path, query, body, answer: success, identity, confirmed, text }, index) => {
      const hasBody = method !== 'get' && method !== 'delete';
      const template = Object.keys(path).map((key) => `/{${key}}`);
      const made: Operation = {
        method,
        path: `/thing${index}${template.join('')}`,
        summary: text,
        description: text,
        identity,
        idempotent: false,
        ...(template.length > 0 && { pathParameters: z.strictObject(path) }),
        queryParameters: z.strictObject(without(query, path)),
        ...(hasBody && { requestBody: z.strictObject(without(body, path, query)) }),
        ...(confirmed && { confirmation: template.length > 0 ? `Do ${template[0]?.slice(1)}?` : 'Do it?' }),
        responses: {
          200: { description: text, schema: z.strictObject(success) },
          409: problem('Conflict', 'CONFLICT'),
        },
      };
      return [`operation${index}`, made];
    }),
  ),
}));

const forbidden = new Set(
  'enum const oneOf anyOf allOf not $ref $defs $schema additionalProperties propertyNames examples'.split(
    ' ',
  ),
);

/** Keywords of every schema in a document, names of properties left out. */
function* keywords(node: unknown): Generator<readonly [string, unknown]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    yield [key, child];
    const names = key === 'properties' || key === 'responses' || key === 'paths';
    for (const next of names ? Object.values(child) : [child]) yield* keywords(next);
  }
}

it('makes of any contract a document without findings, enum, composition or forms of 3.1', () => {
  fc.assert(
    fc.property(contract, (random) => {
      expect(lintContract(random, 'things')).toEqual([]);
      const offences = [...keywords(openApiDocument(random).paths)].filter(
        ([key, found]) =>
          forbidden.has(key) ||
          (key.startsWith('exclusive') && typeof found !== 'boolean') ||
          (key === 'type' && typeof found !== 'string'),
      );
      expect(offences).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

it('makes of any contract valid OpenAPI 3.0', async () => {
  await fc.assert(
    fc.asyncProperty(contract, async (random) => {
      const document = JSON.parse(JSON.stringify(openApiDocument(random)));
      await expect(validate(document)).resolves.toMatchObject({ valid: true });
    }),
    { numRuns: 12 },
  );
});

it('lints anything that is called a document, without a throw', () => {
  const anything = fc.jsonValue({ maxDepth: 6 });
  const document = fc.record({ openapi: anything, info: anything, paths: anything, components: anything });
  const nearly = contract.chain((random) => {
    const paths: unknown[] = [...pointers(JSON.parse(JSON.stringify(openApiDocument(random))))];
    return fc.tuple(fc.constant(random), fc.constantFrom(...paths), anything);
  });
  fc.assert(
    fc.property(fc.oneof(anything, document), (random) => {
      for (const finding of lintDocument(random, 'things')) expect(finding.message).not.toBe('');
    }),
    { numRuns: 120 },
  );
  fc.assert(
    fc.property(nearly, ([random, at, junk]) => {
      const broken = JSON.parse(JSON.stringify(openApiDocument(random)));
      const tokens = at as string[];
      const parent = tokens.slice(0, -1).reduce((node, token) => node[token], broken);
      parent[tokens.at(-1) ?? ''] = junk;
      for (const finding of lintDocument(broken, 'things')) expect(finding.path).toMatch(/^(\/|$)/);
    }),
    { numRuns: 120 },
  );
});

function* pointers(node: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    yield [...at, key];
    yield* pointers(child, [...at, key]);
  }
}
