import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import type { CallReport } from '../../../functions/action-group/report';
import { defineContract, type Handlers } from '../../../schemas/contract';
import { createContext, createEvent } from '../../kit/create-event';
import { readAnswer } from '../../kit/read-answer';
import { articles, serveArticles } from './articles';

const lines = [{ sku: 'JKT-104', quantity: 2 }];
const reservation = { shopId: '7', lines, notify: true };
const reserve = (sessionAttributes: Record<string, string>) =>
  createEvent(articles, 'reserveArticles', reservation, { sessionAttributes });
const problem = (code: string, message: unknown = expect.any(String)) => ({ code, message });

describe('identity', () => {
  it.each([
    ['a number', 'CUST-001'],
    ['a UUID with a region', 'us-east-1:0a1b2c3d-0000-4000-8000-00000000000a'],
    ['an e-mail address', 'ana+shop@example.com'],
    ['an ARN', 'arn:aws:iam::123456789012:user/ana'],
    ['the longest', 'x'.repeat(128)],
  ])('is the customerId of the session attributes: %s', async (_, customerId) => {
    const { handler } = serveArticles();
    const answer = readAnswer(await handler(reserve({ customerId }), createContext()));
    expect(answer).toMatchObject({ status: 200, body: { customerId } });
  });

  it.each<[string, Record<string, string>]>([
    ['absent', {}],
    ['empty', { customerId: '' }],
    ['blank', { customerId: '   ' }],
    ['too long', { customerId: 'x'.repeat(129) }],
    ['with a space', { customerId: 'CUST 001' }],
    ['with the separator of keys', { customerId: 'CUST-001#SHIPPED' }],
    ['with a line break', { customerId: 'CUST-001\n' }],
    ['under another name', { customerid: 'CUST-001' }],
    ['only inherited', Object.create({ customerId: 'CUST-001' })],
  ])('fails closed when it is %s', async (_, sessionAttributes) => {
    const { handler, reports } = serveArticles();
    const event = { ...reserve({}), sessionAttributes };
    const answer = readAnswer(await handler(event, createContext()));
    expect(answer).toEqual({ status: 401, body: problem('IDENTITY_REQUIRED') });
    expect(reports).toMatchObject([{ httpStatusCode: 401, code: 'IDENTITY_REQUIRED' }]);
  });

  it('is never taken from what the model fills in', async () => {
    const { handler } = serveArticles();
    const event = reserve({});
    event.parameters?.push({ name: 'customerId', type: 'string', value: 'CUST-001' });
    event.promptSessionAttributes = { customerId: 'CUST-001' };
    expect(readAnswer(await handler(event, createContext())).status).toBe(401);
  });

  it('has no place in a call by AgentCore Gateway', async () => {
    const { handler } = serveArticles();
    const event = { ...reservation, sessionAttributes: { customerId: 'CUST-001' } };
    const answer = await handler(event, createContext({ toolName: 'shop___reserveArticles' }));
    expect(answer).toEqual(problem('IDENTITY_REQUIRED'));
  });
});

describe('what an answer repeats', () => {
  it('are the names and attributes of the event, unchanged', async () => {
    const { handler } = serveArticles();
    const attributes = { customerId: 'CUST-001', 'odd name ü': '', big: '12345678901234567890' };
    const event = {
      ...reserve(attributes),
      httpMethod: 'post',
      promptSessionAttributes: JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>,
    };
    const answer = await handler(event, createContext());
    const { actionGroup, apiPath, httpMethod, sessionAttributes, promptSessionAttributes } = event;
    expect(answer.response).toMatchObject({ actionGroup, apiPath, httpMethod, httpStatusCode: 200 });
    expect(JSON.stringify(answer.sessionAttributes)).toBe(JSON.stringify(sessionAttributes));
    expect(JSON.stringify(answer.promptSessionAttributes)).toBe(JSON.stringify(promptSessionAttributes));
  });

  it('is nothing that the event did not have', async () => {
    const { handler } = serveArticles();
    const event = createEvent(articles, 'findArticles', {}, { form: 'agentcore-shim' });
    expect(Object.keys(await handler(event, createContext()))).toEqual(['messageVersion', 'response']);
    const answer = await handler({ ...event, sessionAttributes: null }, createContext());
    expect(Object.keys(answer as object)).toEqual(['messageVersion', 'response']);
  });

  it('stays the same in errors', async () => {
    const { handler } = serveArticles();
    const event = { ...reserve({ customerId: 'CUST-001' }), messageVersion: '2.0' };
    const answer = await handler(event, createContext());
    expect(readAnswer(answer)).toEqual({
      status: 400,
      body: problem('INVALID_EVENT', 'messageVersion must be "1.0".'),
    });
    expect(answer.sessionAttributes).toEqual({ customerId: 'CUST-001' });
  });
});

describe('events that cannot be served', () => {
  const base = createEvent(articles, 'findArticles', { text: 'x' });
  const thrower = () => {
    throw new Error('looked at');
  };
  const cyclic: Record<string, unknown> = { ...base };
  cyclic.parameters = [{ name: 'near', value: cyclic }];

  it.each<[string, unknown, number, string, RegExp]>([
    ['null', null, 400, 'INVALID_EVENT', /must be a JSON object/],
    ['a number', 42, 400, 'INVALID_EVENT', /must be a JSON object/],
    ['a list', [base], 400, 'INVALID_EVENT', /must be a JSON object/],
    ['text', JSON.stringify(base), 400, 'INVALID_EVENT', /must be a JSON object/],
    ['an empty object', {}, 400, 'INVALID_EVENT', /actionGroup/],
    ['no httpMethod', { ...base, httpMethod: undefined }, 400, 'INVALID_EVENT', /apiPath and httpMethod/],
    ['a function that is no text', { actionGroup: 'a', function: 7 }, 400, 'INVALID_EVENT', /function/],
    ['an endless apiPath', { ...base, apiPath: '/'.repeat(1e6) }, 400, 'INVALID_EVENT', /512/],
    ['an unknown path', { ...base, apiPath: '/shelves' }, 404, 'UNKNOWN_OPERATION', /GET \/articles, POST/],
    [
      'the path with its values',
      { ...base, apiPath: '/shops/7/reservations', httpMethod: 'POST' },
      404,
      'UNKNOWN_OPERATION',
      /\{shopId\}/,
    ],
    ['another method', { ...base, httpMethod: 'DELETE' }, 404, 'UNKNOWN_OPERATION', /There are/],
    ['a method of Object', { ...base, apiPath: 'constructor' }, 404, 'UNKNOWN_OPERATION', /There are/],
    [
      'attributes that are no text',
      { ...base, sessionAttributes: { tries: 3 } },
      400,
      'INVALID_EVENT',
      /sessionAttributes/,
    ],
    [
      'attributes in a list',
      { ...base, promptSessionAttributes: [] },
      400,
      'INVALID_EVENT',
      /promptSessionAttributes/,
    ],
    [
      'parameters that are no list',
      { ...base, parameters: { text: 'x' } },
      400,
      'INVALID_EVENT',
      /^parameters must be a list/,
    ],
    ['a parameter that is null', { ...base, parameters: [null] }, 400, 'INVALID_EVENT', /^parameters must/],
    [
      'a parameter without a name',
      { ...base, parameters: [{ value: 'x' }] },
      400,
      'INVALID_EVENT',
      /^parameters must/,
    ],
    ['a body that is text', { ...base, requestBody: 'x' }, 400, 'INVALID_EVENT', /^requestBody must/],
    [
      'a body of another type',
      { ...base, requestBody: { content: { 'text/xml': {} } } },
      400,
      'INVALID_EVENT',
      /application\/json/,
    ],
    [
      'content that is a list',
      { ...base, requestBody: { content: [] } },
      400,
      'INVALID_EVENT',
      /content must/,
    ],
    [
      'properties that are no list',
      { ...base, requestBody: { content: { 'application/json': { properties: {} } } } },
      400,
      'INVALID_EVENT',
      /properties must/,
    ],
    ['a cyclic value', cyclic, 400, 'INVALID_INPUT', /^near/],
    [
      'a getter that throws',
      Object.defineProperty({}, 'apiPath', { get: thrower }),
      400,
      'INVALID_EVENT',
      /cannot be read/,
    ],
    ['a proxy that throws', new Proxy({}, { get: thrower }), 400, 'INVALID_EVENT', /cannot be read/],
  ])('%s', async (_, event, status, code, message) => {
    const { handler } = serveArticles();
    const answer = readAnswer((await handler(event, createContext())) as never);
    expect(answer.body).toEqual(problem(code, expect.stringMatching(message)));
    expect(answer.status ?? status).toBe(status);
  });

  it('names the operations when a function or a tool is unknown', async () => {
    const { handler } = serveArticles();
    const event = {
      ...createEvent(articles, 'findArticles', {}, { form: 'function' }),
      function: 'toString',
    };
    expect(readAnswer(await handler(event, createContext())).body).toEqual(
      problem('UNKNOWN_OPERATION', 'function names no operation. There are: findArticles, reserveArticles.'),
    );
    for (const toolName of ['shop___nothing', 'shop', '', '___']) {
      expect(await handler({}, createContext({ toolName }))).toMatchObject({ code: 'UNKNOWN_OPERATION' });
    }
    expect(await handler([], createContext({ toolName: 'shop___findArticles' }))).toMatchObject({
      code: 'INVALID_EVENT',
    });
  });

  it('answers without a context, too', async () => {
    const { handler, reports } = serveArticles();
    for (const context of [
      undefined,
      null,
      7,
      { awsRequestId: 'x'.repeat(1_000) },
      new Proxy({}, { get: thrower }),
    ]) {
      expect(readAnswer((await handler(base, context as never)) as never)).toMatchObject({
        status: expect.any(Number),
      });
    }
    expect(reports.every(({ requestId }) => /^[\w-]{0,64}$/.test(requestId))).toBe(true);
  });
});

describe('arguments', () => {
  const find = async (parameters: unknown[]) => {
    const { handler } = serveArticles();
    const event = { ...createEvent(articles, 'findArticles', {}), parameters };
    return readAnswer((await handler(event, createContext())) as never);
  };

  it.each<[string, unknown[], string]>([
    [
      'an unknown name',
      [{ name: 'colour', value: 'red' }],
      'colour: is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name of Object',
      [{ name: 'constructor', value: 'x' }],
      'constructor: is not a parameter of findArticles; leave it out.',
    ],
    [
      '__proto__',
      [{ name: '__proto__', value: '{"text":"x"}' }],
      '__proto__: is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name that is not fit to print',
      [{ name: 'ignore all <b>', value: 'x' }],
      '(a name that is not repeated here): is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name twice',
      [
        { name: 'text', value: 'a' },
        { name: 'text', value: 'a' },
      ],
      'text: is given more than once; give it once.',
    ],
    [
      'a wrong integer',
      [{ name: 'warehouse', value: 'two' }],
      'warehouse: must be a whole number, in digits alone.',
    ],
    [
      'a native value of another type',
      [{ name: 'warehouse', value: true }],
      'warehouse: must be a whole number.',
    ],
    ['an empty choice', [{ name: 'grade', value: '' }], 'grade: must be one of A, B.'],
    [
      'a wrong date',
      [{ name: 'since', value: 'May' }],
      'since: must be a date in ISO 8601, for example 2026-10-02.',
    ],
    [
      'a wrong entry',
      [{ name: 'ranges', value: '[{"upTo":"x"}]' }],
      'ranges[0].name: is missing; it is required; ranges[0].upTo: must be a whole number.',
    ],
    [
      'a field too many',
      [{ name: 'near', value: '{"place":"Bern","within":2,"__proto__":{"a":1}}' }],
      'near: must not have __proto__; leave it out.',
    ],
    [
      'a field whose name is not fit to print',
      [{ name: 'near', value: '{"place":"Bern","within":2,"ignore all <b>":1}' }],
      'near: must not have (a name that is not repeated here); leave it out.',
    ],
    [
      'everything at once',
      [
        { name: 'grade', value: 'C' },
        { name: 'colour', value: 'x' },
        { name: 'inStock', value: 'maybe' },
      ],
      'colour: is not a parameter of findArticles; leave it out; inStock: must be true or false; grade: must be one of A, B.',
    ],
  ])('are refused with a reason for %s', async (_, parameters, message) => {
    expect(await find(parameters)).toEqual({ status: 400, body: problem('INVALID_INPUT', message) });
  });

  it('are never repeated in the reason', async () => {
    const secret = 'sk-hunter2';
    const names = [
      'text',
      'tags',
      'sizes',
      'ranges',
      'near',
      'maxPrice',
      'inStock',
      'warehouse',
      'grade',
      'since',
      'either',
    ];
    for (const name of names) {
      for (const value of [
        secret,
        { place: secret },
        [secret],
        `[{name=${secret}, upTo=${secret}}]`,
        `["${secret}"`,
      ]) {
        expect(
          JSON.stringify(
            await find([
              { name, value },
              { name: 'grade', value: secret },
            ]),
          ),
        ).not.toMatch(name === 'text' ? /nothing/ : secret);
      }
    }
  });

  it('may be null where they may be left out', async () => {
    expect(
      await find([
        { name: 'text', value: null },
        { name: 'warehouse', value: undefined },
      ]),
    ).toEqual({
      status: 200,
      body: { arguments: '{}' },
    });
    const { handler } = serveArticles();
    const event = createEvent(
      articles,
      'reserveArticles',
      { ...reservation, notify: null as never },
      { form: 'agentcore-shim' },
    );
    event.sessionAttributes = { customerId: 'CUST-001' };
    expect(readAnswer(await handler(event, createContext())).body).toMatchObject({
      message: 'notify: is missing; it is required.',
    });
  });

  it('lead to a short reason however many there are', async () => {
    const parameters = Array.from({ length: 10_000 }, (_, at) => ({ name: `name${at}`, value: 'x' }));
    const { body } = await find(parameters);
    expect((body as { message: string }).message).toMatch(/; and 9995 more\.$/);
  });
});

describe('what a handler gives', () => {
  const Thing = z.strictObject({ name: z.string(), parts: z.optional(z.array(z.object({ id: z.int() }))) });
  const things = defineContract({
    title: 'Things',
    description: 'Things',
    version: '1.0.0',
    operations: {
      getThing: {
        method: 'get',
        path: '/thing',
        summary: 'Get',
        description: 'Get the thing',
        identity: 'none',
        idempotent: true,
        responses: { 200: { description: 'The thing', schema: Thing } },
      },
      paint: {
        method: 'post',
        path: '/thing/paint',
        summary: 'Paint',
        description: 'Paint the thing',
        identity: 'none',
        idempotent: true,
        responses: { 200: { description: 'The thing', schema: Thing } },
      },
    },
  });
  type Get = Handlers<typeof things>['getThing'];
  const serve = async (
    getThing: Get,
    operationId: 'getThing' | 'paint' = 'getThing',
    requestId = 'request-1',
  ) => {
    const reports: (CallReport & { bug?: unknown })[] = [];
    const paint = getThing as unknown as Handlers<typeof things>['paint'];
    const report = (call: CallReport, bug?: unknown) => void reports.push({ ...call, bug });
    const handler = defineActionGroup(things, { getThing, paint }, { report });
    const event = createEvent(things, operationId, {});
    const answer = await handler(event, createContext({ requestId }));
    return { ...readAnswer(answer), reports };
  };
  const internal = problem('INTERNAL', expect.stringContaining('request-1'));

  it.each<[string, Get, RegExp]>([
    ['an undeclared status', (_, { reply }) => reply(404 as never, {} as never), /replied 404/],
    ['a status of Object', (_, { reply }) => reply('toString' as never, {} as never), /replied toString/],
    ['a wrong type', (_, { reply }) => reply(200, { name: 7 as never }), /name \(invalid_type\)/],
    [
      'an unknown field',
      (_, { reply }) => reply(200, { name: 'a', secret: 's3cr3t' } as never),
      /unrecognized_keys/,
    ],
    [
      'an unknown field where the schema would drop it',
      (_, { reply }) => reply(200, { name: 'a', parts: [{ id: 1 }, { id: 2, secret: 's3cr3t' } as never] }),
      /parts\[1\]\.secret/,
    ],
    ['no body', (_, { reply }) => reply(200, undefined as never), /the body \(invalid_type\)/],
    ['what reply did not make', () => ({ status: 200, body: { name: 'a' } }) as never, /reply did not make/],
    ['nothing', () => undefined as never, /reply did not make/],
    [
      'a throw',
      () => {
        throw new Error('s3cr3t');
      },
      /s3cr3t/,
    ],
    ['a rejection', () => Promise.reject('s3cr3t'), /s3cr3t/],
    ['a rejection with nothing', () => Promise.reject(), /rejected with nothing/],
  ])(
    'is a bug when it is %s: 500 with the request id, and nothing else gets out',
    async (_, getThing, bug) => {
      const { status, body, reports } = await serve(getThing);
      expect({ status, body }).toEqual({ status: 500, body: internal });
      expect(JSON.stringify(body)).not.toContain('s3cr3t');
      expect(reports).toMatchObject([
        { requestId: 'request-1', operationId: 'getThing', httpStatusCode: 500, code: 'INTERNAL' },
      ]);
      expect(String(reports[0]?.bug)).toMatch(bug);
      expect(reports[0]?.bug instanceof Error && /InternalError/.test(reports[0].bug.name)).toBe(
        bug.source !== 's3cr3t',
      );
    },
  );

  it.each([
    ['getThing', /^The answer is too large to be sent/],
    ['paint', /^It was done, but the answer is too large to be sent. Do not repeat it/],
  ] as const)('is refused when it is too large: %s', async (operationId, message) => {
    const { status, body, reports } = await serve(
      (_, { reply }) => reply(200, { name: 'ü'.repeat(13_000) }),
      operationId,
    );
    expect({ status, body }).toEqual({
      status: 500,
      body: problem('ANSWER_TOO_LARGE', expect.stringMatching(message)),
    });
    expect(reports[0]).toMatchObject({ code: 'ANSWER_TOO_LARGE', bug: { name: 'AnswerTooLargeError' } });
  });

  it('may be just under 25,000 bytes as a whole, escapes and attributes included', async () => {
    const sent = async (length: number) => {
      const handler = defineActionGroup(
        things,
        {
          getThing: (_, { reply }) => reply(200, { name: '"'.repeat(length) }),
          paint: (_, { reply }) => reply(200, { name: '' }),
        },
        { report: () => {} },
      );
      const event = createEvent(
        things,
        'getThing',
        {},
        { sessionAttributes: { note: '\u0001'.repeat(500) } },
      );
      const answer = await handler(event, createContext());
      return { bytes: Buffer.byteLength(JSON.stringify(answer)), status: readAnswer(answer).status };
    };
    let length = 6_000;
    while ((await sent(length)).status !== 200) length--;
    const { bytes } = await sent(length);
    expect(bytes).toBeLessThan(25_000);
    // Each sign takes four bytes.
    expect(bytes).toBeGreaterThanOrEqual(25_000 - 4);
  });

  it('is not asked for when the attributes leave no room for it', async () => {
    let called = 0;
    const handler = defineActionGroup(
      things,
      {
        getThing: (_, { reply }) => reply(200, { name: '' }),
        paint: (_, { reply }) => {
          called++;
          return reply(200, { name: 'x'.repeat(4_000) });
        },
      },
      { report: () => {} },
    );
    const paint = async (bytes: number) => {
      const sessionAttributes = { note: 'x'.repeat(bytes) };
      const answer = await handler(createEvent(things, 'paint', {}, { sessionAttributes }), createContext());
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(25_000);
      return { ...readAnswer(answer), echoed: answer.sessionAttributes };
    };
    expect(await paint(20_000)).toMatchObject({ status: 200, echoed: {} });
    expect(called).toBe(1);
    for (const bytes of [21_000, 24_900, 25_000, 1_000_000]) {
      expect(await paint(bytes)).toEqual({
        status: 413,
        body: problem('SESSION_ATTRIBUTES_TOO_LARGE', expect.stringMatching(/^Nothing was done/)),
        echoed: undefined,
      });
    }
    expect(called).toBe(1);
  });
});

describe('a contract that cannot be served', () => {
  it('is refused when the function starts', () => {
    expect(() => defineActionGroup(articles, {} as never)).toThrow('findArticles has no handler');
    const twice = defineContract({
      ...articles,
      operations: {
        reserve: {
          ...articles.operations.reserveArticles,
          requestBody: z.strictObject({ shopId: z.string() }),
        },
      },
    });
    const reserve = () => undefined as never;
    expect(() => defineActionGroup(twice, { reserve })).toThrow('reserve: shopId is declared twice');
  });
});
