import { decision, type Expectation, type Given, type Scenario, type ScenarioTurn } from './scenario';

const customer = { sessionAttributes: { customerId: 'CUST-001' } };
const traced = (inputText: string): Given => ({ inputText, enableTrace: true, sessionState: customer });
const plain = (inputText: string): Given => ({ inputText, sessionState: customer });
const get = (orderId: string) => ({ operation: 'GET /orders/{orderId}', arguments: { orderId } });
const listed = (status: string) => ({ operation: 'GET /orders', arguments: { status } });
const cancel = (orderId: string, reason: string) => ({
  operation: 'POST /orders/{orderId}/cancel',
  arguments: { orderId, reason },
});

const reason = 'I found it cheaper';
const cancelling = (orderId: string): ScenarioTurn => ({
  request: traced(`Cancel order ${orderId}. The reason is: ${reason}`),
  expect: {
    invoked: [],
    returned: [{ ...cancel(orderId, reason), actionInvocationType: 'USER_CONFIRMATION' }],
    chunks: 'none',
    traces: ['orchestrationTrace.invocationInput'],
  },
});
const refused = (name: string, status: number): Expectation => ({ error: { name, status }, chunks: 'none' });

/** One table for the emulator and for AWS. What it cancels must be PROCESSING: npm run -s seed -- --stage dev. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'a question is answered by one operation with the argument that it names',
    turns: [
      {
        request: traced('Where is my order ORD-100001?'),
        expect: {
          invoked: [get('ORD-100001')],
          returned: [],
          chunks: 'one',
          observed: '00340434161094042557',
          traces: [
            'orchestrationTrace.modelInvocationInput',
            'orchestrationTrace.modelInvocationOutput',
            'orchestrationTrace.invocationInput',
            'orchestrationTrace.observation',
          ],
        },
      },
    ],
  },
  {
    name: 'no traces unless they are asked for',
    turns: [
      {
        request: plain('Where is my order ORD-100001?'),
        expect: { traces: [], chunks: 'one', returned: [] },
      },
    ],
  },
  {
    name: 'a list is narrowed by the argument for it',
    turns: [
      {
        request: traced('Which of my orders are shipped?'),
        expect: { invoked: [listed('SHIPPED')], chunks: 'one' },
      },
    ],
  },
  {
    name: 'a streamed answer comes in several chunks',
    turns: [
      {
        request: {
          ...traced('Which of my orders are shipped?'),
          streamingConfigurations: { streamFinalResponse: true },
        },
        expect: { invoked: [listed('SHIPPED')], chunks: 'several' },
      },
    ],
  },
  {
    name: 'session attributes and history stay for the next turn',
    turns: [
      { request: traced('Where is my order ORD-100002?'), expect: { invoked: [get('ORD-100002')] } },
      {
        request: { inputText: `Cancel it. The reason is: ${reason}`, enableTrace: true },
        expect: {
          returned: [{ ...cancel('ORD-100002', reason), actionInvocationType: 'USER_CONFIRMATION' }],
        },
      },
      { request: decision('DENY'), expect: { invoked: [], chunks: 'one' } },
      {
        request: { inputText: 'And where is ORD-100001?', enableTrace: true },
        expect: { invoked: [get('ORD-100001')], observed: '00340434161094042557' },
      },
    ],
  },
  {
    name: "another customer's is not found, whoever asks",
    turns: [
      {
        request: traced('Where is my order ORD-100026?'),
        expect: { invoked: [get('ORD-100026')], observed: 'ORDER_NOT_FOUND', chunks: 'one' },
      },
    ],
  },
  {
    name: 'a denied action does not run',
    turns: [cancelling('ORD-100005'), { request: decision('DENY'), expect: { invoked: [], chunks: 'one' } }],
  },
  {
    name: 'a confirmed action runs with the arguments that were shown, once',
    turns: [
      cancelling('ORD-100005'),
      {
        request: decision('CONFIRM'),
        expect: { invoked: [cancel('ORD-100005', reason)], observed: 'CANCELLED', chunks: 'one' },
      },
      { request: decision('CONFIRM', 0), expect: refused('ValidationException', 400) },
    ],
  },
  {
    name: 'a session that was ended remembers nothing',
    turns: [
      { request: traced('Where is my order ORD-100001?'), expect: { invoked: [get('ORD-100001')] } },
      { request: { inputText: 'Thank you, that is all', endSession: true }, expect: {} },
      { request: traced('And when was it placed?'), expect: { invoked: [], returned: [], chunks: 'one' } },
    ],
  },
  {
    name: 'an agent that there is not',
    turns: [
      {
        request: { agentId: 'ZZZZZZZZZZ', inputText: 'Hello' },
        expect: refused('ResourceNotFoundException', 404),
      },
    ],
  },
  {
    name: 'an alias that there is not',
    turns: [
      {
        request: { agentAliasId: 'ZZZZZZZZZZ', inputText: 'Hello' },
        expect: refused('ResourceNotFoundException', 404),
      },
    ],
  },
  {
    name: 'an agentId that cannot be one',
    turns: [
      { request: { agentId: 'not-an-id', inputText: 'Hello' }, expect: refused('ValidationException', 400) },
    ],
  },
  {
    name: 'a sessionId that cannot be one',
    turns: [{ request: { sessionId: 'a', inputText: 'Hello' }, expect: refused('ValidationException', 400) }],
  },
  {
    name: 'neither input nor results',
    turns: [{ request: { enableTrace: true }, expect: refused('ValidationException', 400) }],
  },
  {
    name: 'a question about the rules is answered from the documents, with the source',
    turns: [
      {
        request: traced('How long do I have to return a jacket, and what does it cost?'),
        expect: {
          invoked: [],
          returned: [],
          searched: true,
          cited: '/orders/returns.md',
          chunks: 'one',
          traces: ['orchestrationTrace.invocationInput', 'orchestrationTrace.observation'],
        },
      },
    ],
  },
  {
    name: 'a question about a thing and a rule uses an operation and the documents',
    turns: [
      {
        request: traced('Where is my order ORD-100001, and for how long are gift cards valid?'),
        expect: {
          invoked: [get('ORD-100001')],
          searched: true,
          cited: '/payment/gift-cards.md',
          observed: '00340434161094042557',
        },
      },
    ],
  },
  {
    name: 'a question goes on from the one before',
    turns: [
      {
        request: traced('What is the charge for standard delivery to Denmark?'),
        expect: { invoked: [], searched: true, cited: '/delivery/shipping-nordic-countries.md' },
      },
      {
        request: traced('And for Sweden?'),
        expect: { invoked: [], searched: true, cited: '/delivery/shipping-nordic-countries.md' },
      },
    ],
  },
  {
    name: 'what no document says is cited from none',
    turns: [
      {
        request: traced('Do you offer guided mountain tours in Nepal?'),
        expect: { invoked: [], searched: true, cited: null, chunks: 'one' },
      },
    ],
  },
];
