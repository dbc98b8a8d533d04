import type { ResponseStream, TracePart } from '@aws-sdk/client-bedrock-agent-runtime';
import fc from 'fast-check';
import type { AgentEvent } from '../../../client/events';
import { operationLookup } from '../../../client/operations';
import { StreamReader } from '../../../client/read-stream';
import { Turn } from '../../../client/turn';
import { orders } from '../../../schemas/orders';
import { envelopeProblems } from '../../../schemas/problem';

const lookup = operationLookup([{ name: 'orders', contract: orders }], envelopeProblems);
type Orchestration = NonNullable<NonNullable<TracePart['trace']>['orchestrationTrace']>;

const trace = (orchestrationTrace: Orchestration): ResponseStream => ({
  trace: { trace: { orchestrationTrace } },
});
const invocation = (traceId: string, apiPath: string, verb: string, value = 'ORD-100001') =>
  trace({
    invocationInput: {
      traceId,
      invocationType: 'ACTION_GROUP',
      actionGroupInvocationInput: {
        actionGroupName: 'orders',
        apiPath,
        verb,
        executionType: 'LAMBDA',
        parameters: [{ name: 'orderId', type: 'string', value }],
        ...(verb === 'POST' && {
          requestBody: {
            content: { 'application/json': [{ name: 'reason', type: 'string', value: 'late' }] },
          },
        }),
      },
    },
  });
const observation = (traceId: string, body: unknown) =>
  trace({
    observation: {
      traceId,
      type: 'ACTION_GROUP',
      actionGroupInvocationOutput: { text: typeof body === 'string' ? body : JSON.stringify(body) },
    },
  });

function read(...stream: ResponseStream[]) {
  const reader = new StreamReader(lookup);
  const turn = new Turn('session');
  const events: AgentEvent[] = [...stream.flatMap((event) => [...reader.read(event)]), ...reader.end()];
  for (const event of events) turn.add(event);
  return { events, result: turn.result };
}

it('puts an answer together whatever the bytes at which it was cut into chunks', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('ž', '€', '📦', '👩‍🚒', 'a'), fc.string({ unit: 'grapheme' })),
  });
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 60 })), (answer, cuts) => {
      const bytes = Buffer.from(answer);
      const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const chunks = [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
      const { result } = read(...chunks.map((part) => ({ chunk: { bytes: new Uint8Array(part) } })));
      expect(result.answer).toBe(answer);
    }),
  );
});

it('shows bytes that are no text as such, and never loses the rest', () => {
  const bytes = new Uint8Array([0x61, 0xe2, 0x82]);
  expect(read({ chunk: { bytes } }).result.answer).toBe('a\ufffd');
});

describe('actions', () => {
  it.each([
    ['a success', { orderId: 'ORD-100001' }, 200],
    ["the operation's own problem", { code: 'ORDER_NOT_FOUND', message: 'There is none.' }, 404],
    ["another of the operation's problems", { code: 'ORDER_ALREADY_SHIPPED', message: 'Too late.' }, 409],
    ["the envelope's problem", { code: 'IDENTITY_REQUIRED', message: 'Please sign in.' }, 401],
    ['a code without a message, as an entity may have', { code: 'INTERNAL' }, 200],
    ['an entity that has both a code and a message', { code: 'A1', message: 'Hi', size: 3 }, 200],
    ['a problem that the contract does not know', { code: 'NEW', message: 'New.' }, null],
    ['a body that is no JSON', 'plain text', 200],
    ['a body that is no object', 'null', 200],
  ])('have the status of %s', (_, body, httpStatusCode) => {
    const { result } = read(invocation('t-1', '/orders/{orderId}/cancel', 'POST'), observation('t-1', body));
    expect(result.actions).toEqual([
      {
        actionGroup: 'orders',
        operationId: 'cancelOrder',
        apiPath: '/orders/{orderId}/cancel',
        httpMethod: 'POST',
        parameters: { orderId: 'ORD-100001', reason: 'late' },
        httpStatusCode,
      },
    ]);
  });

  it('get the answers that belong to them', () => {
    const { result } = read(
      invocation('t-1', '/orders/{orderId}', 'GET', 'ORD-100001'),
      invocation('t-1', '/orders/{orderId}', 'GET', 'ORD-100002'),
      observation('t-1', { orderId: 'ORD-100001' }),
      invocation('t-2', '/orders/{orderId}', 'GET', 'ORD-100003'),
      observation('t-2', { orderId: 'ORD-100003' }),
      observation('t-1', { code: 'ORDER_NOT_FOUND', message: 'There is none.' }),
    );
    expect(result.actions.map((action) => [action.parameters.orderId, action.httpStatusCode])).toEqual([
      ['ORD-100001', 200],
      ['ORD-100002', 404],
      ['ORD-100003', 200],
    ]);
  });

  it('without an answer have no status', () => {
    expect(read(invocation('t-1', '/orders', 'GET')).result.actions).toMatchObject([
      { operationId: 'listOrders', httpStatusCode: null },
    ]);
  });

  it('that no contract has are still shown', () => {
    const { result } = read(invocation('t-1', '/weather', 'GET'), observation('t-1', {}));
    expect(result.actions).toMatchObject([{ operationId: null, apiPath: '/weather', httpStatusCode: null }]);
  });
});

it('counts each invocation of the model, also those without a count of tokens', () => {
  const { result } = read(
    {
      trace: {
        trace: {
          preProcessingTrace: {
            modelInvocationOutput: { metadata: { usage: { inputTokens: 5, outputTokens: 1 } } },
          },
        },
      },
    },
    trace({ modelInvocationOutput: { metadata: { usage: { inputTokens: 7, outputTokens: 2 } } } }),
    trace({ modelInvocationOutput: {} }),
  );
  expect(result.usage).toEqual({ inputTokens: 12, outputTokens: 3, modelInvocations: 3 });
});

describe('returned control', () => {
  const returned = (more: object = {}): ResponseStream => ({
    returnControl: {
      invocationId: 'i-1',
      invocationInputs: [
        {
          apiInvocationInput: {
            actionGroup: 'orders',
            apiPath: '/orders/{orderId}/cancel',
            httpMethod: 'post',
            actionInvocationType: 'USER_CONFIRMATION',
            parameters: [{ name: 'orderId', type: 'string', value: 'ORD-100002' }],
            requestBody: {
              content: {
                'application/json': { properties: [{ name: 'reason', type: 'string', value: 'twice' }] },
              },
            },
            ...more,
          },
        },
      ],
    },
  });

  it("carries the contract's question with the arguments filled in, and what to send back word for word", () => {
    expect(read(returned()).result.returnControl).toEqual({
      invocationId: 'i-1',
      invocationInputs: [
        {
          actionGroup: 'orders',
          operationId: 'cancelOrder',
          apiPath: '/orders/{orderId}/cancel',
          httpMethod: 'post',
          parameters: { orderId: 'ORD-100002', reason: 'twice' },
          actionInvocationType: 'USER_CONFIRMATION',
          question: 'Cancel order ORD-100002? The reason given is: twice',
        },
      ],
    });
  });

  it('is no action that was done', () => {
    const announced = trace({
      invocationInput: {
        invocationType: 'ACTION_GROUP',
        actionGroupInvocationInput: { actionGroupName: 'orders', executionType: 'RETURN_CONTROL' },
      },
    });
    expect(read(announced, returned()).result.actions).toEqual([]);
  });

  it('of a function-style group is refused by name', () => {
    const functions = {
      invocationInputs: [{ functionInvocationInput: { actionGroup: 'x', function: 'book' } }],
    };
    expect(() => read({ returnControl: functions })).toThrow(/the function book/);
  });
});

it('tells each search of a knowledge base with what it found', () => {
  const searched = (text: string) =>
    trace({
      invocationInput: {
        traceId: 'turn-0',
        invocationType: 'KNOWLEDGE_BASE',
        knowledgeBaseLookupInput: { knowledgeBaseId: 'LIBRARY001', text },
      },
    });
  const output = (...texts: string[]) =>
    trace({
      observation: {
        traceId: 'turn-0',
        type: 'KNOWLEDGE_BASE',
        knowledgeBaseLookupOutput: {
          retrievedReferences: texts.map((text) => ({ content: { type: 'TEXT' as const, text } })),
        },
      },
    });
  const reader = new StreamReader(lookup);
  const turn = new Turn('session');
  const parts = [searched('How long?'), output('30 days', '60 days'), searched('How much?'), output()];
  for (const event of parts.flatMap((part) => [...reader.read(part)])) turn.add(event);
  expect(turn.result.retrievals).toEqual([
    { knowledgeBaseId: 'LIBRARY001', text: 'How long?', passages: 2 },
    { knowledgeBaseId: 'LIBRARY001', text: 'How much?', passages: 0 },
  ]);
});
