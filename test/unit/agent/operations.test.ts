import { stringify } from 'yaml';
import { argumentsOf, problemWith } from '../../../emulator/agent/action-group/arguments';
import { operationsOf, readDocument } from '../../../emulator/agent/definition/operations';
import { shelfDocument } from '../../kit/knowledge-base/shelf';

const group = {
  actionGroup: 'shelf',
  executor: { type: 'LAMBDA', functionArn: 'shelf' },
  at: 'Agent',
} as const;
const read = (document: object) => operationsOf(readDocument(JSON.stringify(document), 'Agent'), group);
const withPaths = (paths: object, more: object = {}) => ({ openapi: '3.0.0', paths, ...more });

it('reads JSON and YAML alike', () => {
  const yaml = operationsOf(readDocument(stringify(shelfDocument), 'Agent'), group);
  expect(yaml).toEqual(read(shelfDocument));
  expect(yaml.map(({ httpMethod, apiPath, operationId }) => [httpMethod, apiPath, operationId])).toEqual([
    ['get', '/items/{itemId}', 'getItem'],
    ['put', '/items/{itemId}', 'putItem'],
    ['post', '/items/{itemId}/remove', 'removeItem'],
    ['get', '/trouble/{kind}', 'trouble'],
  ]);
});

it('makes one flat tool of path, query and body, each property required where it is', () => {
  const put = read(shelfDocument)[1];
  expect(put?.toolSpec).toEqual({
    name: 'shelf__putItem',
    description: 'Put an item on the shelf',
    inputSchema: {
      json: {
        type: 'object',
        properties: {
          itemId: { type: 'string', description: 'Number of the item' },
          title: { type: 'string' },
          copies: { type: 'integer' },
          tags: { type: 'array', items: { type: 'string' } },
          place: { type: 'object', properties: { row: { type: 'number' } } },
        },
        required: ['itemId', 'title'],
      },
    },
  });
});

it('follows references within the document', () => {
  const schema = { $ref: '#/components/schemas/Item~1Body' };
  const components = {
    parameters: {
      Id: { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } },
    },
    schemas: {
      Id: { type: 'integer' },
      'Item/Body': { type: 'object', properties: { id2: { $ref: '#/components/schemas/Id' } } },
    },
  };
  const post = {
    operationId: 'post',
    parameters: [{ $ref: '#/components/parameters/Id' }],
    requestBody: { content: { 'application/json': { schema } } },
  };
  const [operation] = read(withPaths({ '/x/{id}': { post } }, { components }));
  expect([...(operation?.arguments.values() ?? [])]).toEqual([
    { name: 'id', place: 'parameters', type: 'integer', required: true },
    { name: 'id2', place: 'requestBody', type: 'integer', required: false },
  ]);
});

it("lets an operation's own parameter take the place of its path's", () => {
  const parameter = (type: string) => ({ name: 'id', in: 'query', schema: { type } });
  const get = { operationId: 'get', parameters: [parameter('integer')] };
  const [operation] = read(withPaths({ '/x': { parameters: [parameter('string')], get } }));
  expect(operation?.arguments.get('id')?.type).toBe('integer');
});

describe('says where a document cannot be read', () => {
  const self = { schemas: { A: { properties: { a: { $ref: '#/components/schemas/A' } } } } };
  const get = (more: object) => withPaths({ '/x': { get: { operationId: 'get', ...more } } });
  const bodyOf = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } });

  it.each([
    ['text', 'nothing: [', 'Agent: neither JSON nor YAML'],
    ['no paths', '{"openapi":"3.0.0"}', 'Agent: an OpenAPI document has paths'],
    ['no operationId', withPaths({ '/x': { get: {} } }), 'get /x: give it an operationId'],
    [
      'a name twice',
      get({ parameters: [{ name: 'a', in: 'query' }], ...bodyOf({ properties: { a: {} } }) }),
      'get /x: a is declared twice',
    ],
    ['a body that is no object', get(bodyOf({ type: 'array' })), "the request's body must be an object"],
    ['a reference to nothing', get({ parameters: [{ $ref: '#/nowhere' }] }), '#/nowhere names nothing'],
    [
      'a reference elsewhere',
      get({ parameters: [{ $ref: 'other.json' }] }),
      'other.json leads out of the document',
    ],
    ['a circle', { ...get(bodyOf({ $ref: '#/components/schemas/A' })), components: self }, 'contains itself'],
  ])('%s', (_, document, message) => {
    const payload = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => operationsOf(readDocument(payload, 'Agent'), group)).toThrow(message);
  });
});

describe('arguments', () => {
  const [get, put] = read(shelfDocument);
  if (!get || !put) throw new Error('The document has two operations at least');

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['all there', { itemId: '7', title: 'Atlas' }, undefined],
    ['one too many', { itemId: '7', title: 'Atlas', colour: 'red' }, 'has no argument colour'],
    ['one missing', { itemId: '7' }, 'needs title'],
    ['one that is null', { itemId: '7', title: null }, 'needs title'],
  ])('%s', (_, input, problem) => {
    const found = problemWith(put, input);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });

  it('are strings in the sequence of the document, whatever the model said', () => {
    const input = {
      place: { row: 1.5 },
      tags: [],
      copies: 0,
      title: '0x10',
      itemId: '000123456789012345678',
    };
    expect(argumentsOf(put, input)).toEqual({
      parameters: [{ name: 'itemId', type: 'string', value: '000123456789012345678' }],
      properties: [
        { name: 'title', type: 'string', value: '0x10' },
        { name: 'copies', type: 'integer', value: '0' },
        { name: 'tags', type: 'array', value: '[]' },
        { name: 'place', type: 'object', value: '{"row":1.5}' },
      ],
    });
    expect(argumentsOf(get, { itemId: '7', detail: false }).parameters[1]?.value).toBe('false');
    expect(argumentsOf(get, { itemId: '7', detail: null }).parameters).toHaveLength(1);
  });
});
