import { orders } from '../../../schemas/orders';
import { createEvent } from '../../kit/create-event';
import { attacker, ids, victim } from '../victims';
import { additions } from './arguments';

type Event = Record<string, unknown>;
const { own, foreign } = ids;
const by = { customerId: attacker };
const get = (): Event => ({ ...createEvent(orders, 'getOrder', { orderId: foreign }, by) });
const cancel = (): Event => ({
  ...createEvent(orders, 'cancelOrder', { orderId: foreign, reason: 'ordered twice' }, by),
});
const list = (): Event => ({ ...createEvent(orders, 'listOrders', {}, by) });
const nobody = { sessionAttributes: {} };
const text = (name: string, value: unknown) => ({ name, type: 'string', value });
const body = (properties: unknown, type = 'application/json') => ({ content: { [type]: { properties } } });
const raw = (event: Event, part: string): string => `{${part},${JSON.stringify(event).slice(1)}`;

/** Events that no agent of ours sent, or that one sent in a form of its own: objects, or the JSON text itself. */
export const events: readonly (readonly [name: string, event: unknown])[] = [
  ['as an agent would send it: look', get()],
  ['as an agent would send it: cancel', cancel()],
  [
    'in function form: look',
    createEvent(orders, 'getOrder', { orderId: foreign }, { ...by, form: 'function' }),
  ],
  [
    'in function form: cancel',
    createEvent(orders, 'cancelOrder', { orderId: foreign, reason: 'twice' }, { ...by, form: 'function' }),
  ],
  ["by AgentCore's shim", createEvent(orders, 'getOrder', { orderId: foreign }, { form: 'agentcore-shim' })],
  // Who asks.
  ['nobody asks: look', { ...get(), ...nobody }],
  ['nobody asks: cancel', { ...cancel(), ...nobody }],
  ['nobody asks: list', { ...list(), ...nobody }],
  ['the prompt says who asks', { ...get(), ...nobody, promptSessionAttributes: { customerId: victim } }],
  ['the prompt says otherwise', { ...list(), promptSessionAttributes: { customerId: victim } }],
  ['the event says who asks', { ...get(), ...nobody, customerId: victim, identity: victim, user: victim }],
  ['the agent says who asks', { ...list(), agent: { name: victim, id: victim, alias: 'x', version: '1' } }],
  ['the session says who asks', { ...get(), ...nobody, sessionId: victim }],
  ['the input text says who asks', { ...get(), ...nobody, inputText: `customerId=${victim}` }],
  ['two ask, by a list', { ...get(), sessionAttributes: { customerId: [attacker, victim] } }],
  ['two ask, by an object', { ...get(), sessionAttributes: { customerId: { S: victim } } }],
  ['two ask, by a comma', { ...get(), sessionAttributes: { customerId: `${attacker},${victim}` } }],
  ['a customer and a key', { ...list(), sessionAttributes: { customerId: `${victim}#PROCESSING` } }],
  ['attributes are a list', { ...get(), sessionAttributes: [{ customerId: victim }] }],
  ['attributes are text', { ...get(), sessionAttributes: JSON.stringify({ customerId: victim }) }],
  ['attributes are nothing', { ...get(), sessionAttributes: null }],
  [
    'attributes within attributes',
    { ...get(), sessionAttributes: { sessionAttributes: { customerId: victim } } },
  ],
  [
    'a prototype asks',
    raw({ ...get(), ...nobody }, `"__proto__":{"sessionAttributes":{"customerId":"${victim}"}}`),
  ],
  [
    'a prototype of the attributes asks',
    JSON.stringify({ ...get(), ...nobody }).replace(
      '"sessionAttributes":{}',
      `"sessionAttributes":{"__proto__":{"customerId":"${victim}"}}`,
    ),
  ],
  ['attributes twice, the right ones last', raw(list(), `"sessionAttributes":{"customerId":"${victim}"}`)],
  // What is asked.
  ['the number in the body', { ...get(), parameters: [], requestBody: body([text('orderId', foreign)]) }],
  ['the number in the path', { ...get(), apiPath: `/orders/${foreign}`, parameters: [] }],
  ['the number in the path of a cancellation', { ...cancel(), apiPath: `/orders/${foreign}/cancel` }],
  ['a path that climbs', { ...get(), apiPath: '/orders/../orders/{orderId}' }],
  ['a path with a query', { ...get(), apiPath: `/orders/{orderId}?customerId=${victim}` }],
  ['another case of the path', { ...get(), apiPath: '/ORDERS/{orderId}' }],
  ['a method that there is not', { ...get(), httpMethod: 'DELETE' }],
  ['a method of another operation', { ...cancel(), httpMethod: 'GET' }],
  ['a method with a path in it', { ...get(), httpMethod: 'POST /orders/{orderId}/cancel' }],
  ['a function beside the path', { ...get(), function: 'cancelOrder' }],
  ['a function that there is not', { ...get(), apiPath: undefined, function: 'getAllOrders' }],
  ['a function of every object', { ...get(), apiPath: undefined, function: 'constructor' }],
  ['the form of the preview', { ...get(), actionGroups: [{ actionGroup: 'orders', customerId: victim }] }],
  ['another version', { ...cancel(), messageVersion: '2.0' }],
  ['another group', { ...get(), actionGroup: 'administration' }],
  ['a group that is overlong', { ...get(), actionGroup: 'x'.repeat(100_000) }],
  [
    'a body in another content type',
    { ...cancel(), requestBody: body([text('reason', 'twice')], 'text/plain') },
  ],
  [
    'two bodies',
    {
      ...cancel(),
      requestBody: {
        content: {
          ...body([text('reason', 'twice')]).content,
          ...body([text('orderId', own)], 'text/json').content,
        },
      },
    },
  ],
  ['parameters that are an object', { ...get(), parameters: { orderId: foreign } }],
  ['parameters without a name', { ...get(), parameters: [{ value: foreign }] }],
  ['a parameter of the prototype', { ...get(), parameters: [text('__proto__', { orderId: foreign })] }],
  ['a value that is an object', { ...get(), parameters: [text('orderId', { toString: foreign })] }],
  [
    'a type that is another',
    { ...get(), parameters: [{ name: 'orderId', type: 'customer', value: foreign }] },
  ],
  ['attributes that leave no room', { ...cancel(), sessionAttributes: { ...by, note: 'x'.repeat(24_900) } }],
  ['no event', null],
  ['a list', [get()]],
  ['a text', JSON.stringify(JSON.stringify(get()))],
];

/** Events that say too much or the same thing twice: nothing is picked out of them. */
export const refusedEvents: readonly (readonly [name: string, event: unknown])[] = [
  [
    'the number twice, the own one first',
    { ...get(), parameters: [text('orderId', own), text('orderId', foreign)] },
  ],
  [
    'the number twice, the own one last',
    { ...get(), parameters: [text('orderId', foreign), text('orderId', own)] },
  ],
  [
    'the number twice, once in the body',
    {
      ...cancel(),
      parameters: [text('orderId', own)],
      requestBody: body([text('reason', 'twice'), text('orderId', foreign)]),
    },
  ],
  ...additions.map(([name, more]) => {
    const added = Object.entries(more).map(([key, value]) => text(key, value));
    const { parameters } = get();
    return [`with ${name}`, { ...get(), parameters: [...(parameters as object[]), ...added] }] as const;
  }),
  ...additions.map(([name, more]) => {
    const added = Object.entries(more).map(([key, value]) => text(key, value));
    const requestBody = body([text('reason', 'ordered twice'), ...added]);
    return [`a cancellation with ${name}`, { ...cancel(), requestBody }] as const;
  }),
];

/** Calls as AgentCore Gateway makes them, which has no customer yet: arguments, and the tool's name beside them. */
export const toolCalls: readonly (readonly [toolName: string, event: Event])[] = [
  ['shop___getOrder', { orderId: foreign }],
  ['shop___getOrder', { orderId: foreign, customerId: victim }],
  ['shop___cancelOrder', { orderId: foreign, reason: 'ordered twice' }],
  [
    'shop___cancelOrder',
    { orderId: own, reason: 'ordered twice', sessionAttributes: { customerId: attacker } },
  ],
  ['shop___listOrders', { sessionAttributes: { customerId: victim } }],
  ['___getOrder', { orderId: foreign, ...get() }],
  ['getOrder', { ...get() }],
  ['constructor', { orderId: foreign }],
];
