import { validate } from '@readme/openapi-parser';
import * as z from 'zod';
import * as mini from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import config from '../../../agent.config';
import type { Contract } from '../../../schemas/contract';
import { lintContract } from '../../../schemas/lint';
import { bedrockSchema, ContractError, openApiDocument } from '../../../schemas/openapi';
import { problem } from '../../../schemas/problem';
import { loans } from '../../fixtures/lint/loans';

const copy = (value: object) => JSON.parse(JSON.stringify(value));
const contracts: readonly [string, Contract][] = [
  ...config.actionGroups.map(({ name, contract }): [string, Contract] => [name, contract]),
  ['fixture', loans],
];

describe.each(contracts)('the document of %s', (name, contract) => {
  it('is valid OpenAPI 3.0', async () => {
    // The validator resolves references in place, so it gets a copy.
    await expect(validate(copy(openApiDocument(contract)))).resolves.toMatchObject({
      valid: true,
      warnings: [],
    });
  });

  it('has no finding', () => {
    expect(lintContract(contract, name)).toEqual([]);
  });

  it('is the same bytes each time, few enough for an inline payload', () => {
    const payload = JSON.stringify(openApiDocument(contract));
    expect(JSON.stringify(openApiDocument(contract))).toBe(payload);
    expect(payload.length).toBeLessThan(5_000 * Object.keys(contract.operations).length);
  });
});

it('asks the user first where the contract does', () => {
  const { paths } = openApiDocument(loans);
  expect(paths['/loans/{loanId}/renewal']?.post).toMatchObject({ 'x-requireConfirmation': 'ENABLED' });
  expect(paths['/loans/{loanId}']?.get).not.toHaveProperty('x-requireConfirmation');
});

it('puts arguments where the contract has them, with defaults', () => {
  expect(openApiDocument(loans).paths['/loans']?.get?.parameters).toEqual([
    {
      name: 'state',
      in: 'query',
      description: 'State of the loan. One of: OPEN, RETURNED',
      required: false,
      schema: { type: 'string', pattern: '^(?:OPEN|RETURNED)$' },
    },
    {
      name: 'limit',
      in: 'query',
      description: 'The most loans to return',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
    },
    {
      name: 'pageToken',
      in: 'query',
      description: 'nextPageToken of the previous page',
      required: false,
      schema: { type: 'string' },
    },
  ]);
});

describe('responses of the envelope', () => {
  const withResponses = (
    identity: 'required' | 'none',
    added: Contract['operations'][string]['responses'],
  ) => {
    const { openingHours } = loans.operations;
    const operation = { ...openingHours, identity, responses: { ...openingHours.responses, ...added } };
    const { paths } = openApiDocument({ ...loans, operations: { openingHours: operation } });
    return { ...paths['/opening-hours']?.get?.responses };
  };

  it('are there without being declared; the one about identity only where it is needed', () => {
    expect(Object.keys(withResponses('none', {}))).toEqual(['200', '400', '500']);
    expect(Object.keys(withResponses('required', {}))).toEqual(['200', '400', '401', '500']);
  });

  it('join their codes to those of a declared response', () => {
    const declared = { 400: problem('The branch is unknown', 'UNKNOWN_BRANCH') };
    const code = { description: 'Stable error code. One of: INVALID_INPUT, INVALID_EVENT, UNKNOWN_BRANCH' };
    expect(withResponses('none', declared)[400]).toMatchObject({
      description: 'The branch is unknown',
      content: { 'application/json': { schema: { properties: { code } } } },
    });
  });
});

describe('what OpenAPI 3.0 can say', () => {
  const kind = z.enum(['A', 'B']).describe('Kind');
  const cases: readonly [string, $ZodType, object][] = [
    ['an enum', kind, { type: 'string', description: 'Kind. One of: A, B', pattern: '^(?:A|B)$' }],
    [
      'its description on the wrapper',
      z.enum(['A']).optional().describe('Kind'),
      { type: 'string', description: 'Kind. Always A', pattern: '^(?:A)$' },
    ],
    [
      'values that a pattern must escape',
      z.enum(['a/b', 'c.d']),
      { type: 'string', description: 'One of: a/b, c.d', pattern: '^(?:a\\/b|c\\.d)$' },
    ],
    ['a literal', z.literal(3), { type: 'integer', description: 'Always 3' }],
    [
      'a union of literals',
      z.union([z.literal('x'), z.enum(['y'])]),
      { type: 'string', description: 'One of: x, y', pattern: '^(?:x|y)$' },
    ],
    [
      'exclusive bounds',
      z.number().gt(0).lt(9),
      { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
    ],
    ['an integer, without the bounds of all safe ones', z.int(), { type: 'integer' }],
    [
      'a default',
      kind.default('A'),
      { type: 'string', description: 'Kind. One of: A, B', pattern: '^(?:A|B)$', default: 'A' },
    ],
    ['a format, without its pattern', z.iso.datetime(), { type: 'string', format: 'date-time' }],
    [
      'a pattern, without a format that nobody knows',
      z.ulid(),
      { type: 'string', pattern: expect.any(String) },
    ],
    ['bytes', z.base64(), { type: 'string', format: 'byte' }],
    [
      'annotations, without those that came later',
      z.string().meta({ id: 'x', examples: ['a'], example: 'b' }),
      { type: 'string', example: 'b' },
    ],
    ['an array', z.array(z.boolean()).min(1), { type: 'array', items: { type: 'boolean' }, minItems: 1 }],
    [
      'an object',
      z.strictObject({ a: z.string().optional(), b: z.string() }),
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['b'] },
    ],
    [
      'what zod/mini says',
      mini.optional(mini.string().check(mini.minLength(2), mini.describe('d'))),
      { type: 'string', minLength: 2, description: 'd' },
    ],
  ];
  it.each(cases)('%s', (_name, schema, expected) => {
    expect(bedrockSchema(schema, 'input')).toEqual(expected);
  });

  it('null in an answer, not in an argument', () => {
    expect(bedrockSchema(z.string().nullable(), 'output')).toEqual({ type: 'string', nullable: true });
    expect(() => bedrockSchema(z.string().nullable(), 'input', '/x')).toThrow('/x: Bedrock has no null');
  });
});

describe('what OpenAPI 3.0 cannot say fails with its place and the mend', () => {
  const tree: $ZodType = z.strictObject({
    get children() {
      return z.array(tree);
    },
  });
  const cases: readonly [string, $ZodType, RegExp, string?][] = [
    ['a union of types', z.union([z.string(), z.int()]), /one object whose parts are optional/],
    [
      'a discriminated union',
      z.discriminatedUnion('t', [z.object({ t: z.literal('a') })]),
      /one operation for each case/,
    ],
    ['values of two types', z.literal(['a', 1]), /strings only, or numbers only/],
    ['a map', z.record(z.string(), z.int()), /array of objects with a key and a value/],
    ['an object with free keys', z.looseObject({}), /z\.strictObject/],
    ['anything', z.any(), /learns a value from its type/],
    ['an intersection', z.intersection(z.object({}), z.object({})), /one object with all the properties/],
    ['a tuple', z.tuple([z.string(), z.int()]), /array of one type/],
    ['a Date', z.date(), /z\.iso\.datetime/],
    ['a bigint', z.bigint(), /string of digits/],
    ['a preprocessed value', z.preprocess((value) => value, z.string()), /transform it in the handler/],
    ['a flag of a pattern', z.string().regex(/a/i), /without flags/],
    ['two patterns', z.string().regex(/a/).regex(/b/), /Join the expressions/],
    ['coercion', z.coerce.boolean(), /decodes the strings/],
    ['itself', tree, /End the recursion/, '/properties/children/items'],
  ];
  it.each(cases)('%s', (_name, schema, mend, nested = '') => {
    const path = `/operations/openingHours/requestBody/properties/value${nested}`;
    const contract = {
      ...loans,
      operations: {
        openingHours: { ...loans.operations.openingHours, requestBody: z.strictObject({ value: schema }) },
      },
    };
    const attempt = () => openApiDocument(contract);
    expect(attempt).toThrow(ContractError);
    expect(attempt).toThrow(expect.objectContaining({ path, mend: expect.stringMatching(mend) }));
    // The linter says the same, instead of failing.
    expect(lintContract(contract)).toContainEqual(
      expect.objectContaining({ rule: 'contract-expressible', path }),
    );
  });

  it('a method and path that is taken', () => {
    const { openingHours } = loans.operations;
    const attempt = () => openApiDocument({ ...loans, operations: { openingHours, hours: openingHours } });
    expect(attempt).toThrow('/operations/hours/path: GET /opening-hours is openingHours already');
  });
});
