import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { defineContract } from '../../../schemas/contract';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';
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
