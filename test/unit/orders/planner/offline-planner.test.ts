import type { OpenAPIObject } from 'openapi3-ts/oas30';
import { askUserTool, type Message } from '../../../../emulator/agent/model';
import { createOfflinePlanner } from '../../../../emulator/planner/offline-planner';
import { openApiDocument } from '../../../../schemas/openapi';
import { orders } from '../../../../schemas/orders';
import { fakeOrders } from './fake-operations';
import { startTalk } from './talk';

const document = openApiDocument(orders);
const planner = createOfflinePlanner([{ name: 'orders', document }]);
const tool = (name: string) => ({ toolSpec: { name, description: '', inputSchema: { json: {} } } });
const tools = ['getOrder', 'listOrders', 'cancelOrder'].map((name) => tool(`orders__${name}`));
const user = (text: string): Message => ({ role: 'user', content: [{ text }] });

async function converse(messages: readonly Message[], offered = tools) {
  const toolConfig = offered.length > 0 ? { tools: offered } : undefined;
  const { output, stopReason, usage } = await planner.converse({ system: [], messages, toolConfig });
  return { content: output.message.content, stopReason, usage };
}

test('names itself and measures no tokens', async () => {
  expect(planner.name).toBe('offline planner');
  const { usage } = await converse([user('Where is ORD-100001?')]);
  expect(usage).toEqual({ inputTokens: 0, outputTokens: 0, totalTokens: 0 });
});

test('says why before it uses a tool', async () => {
  const { content, stopReason } = await converse([user('Where is ORD-100001?')]);
  expect(stopReason).toBe('tool_use');
  expect(content).toEqual([
    { text: expect.stringMatching(/^Offline planner: getOrder fits .*“ORD-100001”/) },
    {
      toolUse: { toolUseId: expect.any(String), name: 'orders__getOrder', input: { orderId: 'ORD-100001' } },
    },
  ]);
});

test('asks through the tool for it where the agent may ask', async () => {
  const { content, stopReason } = await converse([user('Cancel ORD-100002')], [...tools, tool(askUserTool)]);
  expect(stopReason).toBe('tool_use');
  const question = expect.stringContaining('the reason for the cancellation');
  expect(content).toEqual([
    { toolUse: { toolUseId: expect.any(String), name: askUserTool, input: { question } } },
  ]);
});

test('uses no operation that it was not offered', async () => {
  const { content } = await converse([user('Cancel ORD-100002, I ordered it twice')], tools.slice(0, 2));
  expect(JSON.stringify(content)).not.toContain('cancelOrder');
});

test('says that it has no operations where there are none', async () => {
  const { content, stopReason } = await converse([user('Where is ORD-100001?')], []);
  expect(stopReason).toBe('end_turn');
  expect(content).toEqual([{ text: expect.stringContaining('no operations') }]);
});

test('goes on with a conversation that another model began', async () => {
  const { content } = await converse([
    user('Is ORD-100011 on its way?'),
    { role: 'assistant', content: [{ text: 'Let me see.' }] },
    user('Cancel it, because it is late'),
  ]);
  const input = { orderId: 'ORD-100011', reason: 'it is late' };
  expect(content.at(-1)).toMatchObject({ toolUse: { name: 'orders__cancelOrder', input } });
});

test.each([
  ['a message', { code: 'INTERNAL', message: 'The operation failed.' }, 'The operation failed.'],
  ['a code alone', { code: 'INTERNAL' }, 'That failed (INTERNAL)'],
  ['a plain text', 'orderId is not valid', 'orderId is not valid'],
])('relays an error that is %s, and stops', async (_, body, said) => {
  const [use] = (await converse([user('Where is ORD-100001?')])).content.slice(-1);
  if (!use || !('toolUse' in use)) throw new Error('no tool use');
  const content = [typeof body === 'string' ? { text: body } : { json: body }];
  const { toolUseId } = use.toolUse;
  const answer = await converse([
    user('Where is ORD-100001?'),
    { role: 'assistant', content: [use] },
    { role: 'user', content: [{ toolResult: { toolUseId, status: 'error', content } }] },
  ]);
  expect(answer).toMatchObject({
    stopReason: 'end_turn',
    content: [{ text: expect.stringContaining(said) }],
  });
});

test('says that a declined action was not done', async () => {
  const talk = startTalk(document, fakeOrders());
  const { text } = await talk.say('Cancel ORD-100002, I ordered it twice.', 'no');
  expect(text).toBe('You declined it, so I did not cancel order ORD-100002. Nothing was changed.');
});

test.each(['Thanks!', 'Please.', 'Hello?', 'Bye', 'ok'])('takes “%s” for no reason', async (courtesy) => {
  const { calls } = await startTalk(document, fakeOrders()).say(`Cancel ORD-100002. ${courtesy}`);
  expect(calls).toEqual([]);
});

test.each(["no wait, don't", 'No, stop!', 'never mind', 'forget it'])(
  'takes back with “%s”',
  async (retraction) => {
    const { calls } = await startTalk(document, fakeOrders()).say(
      `Cancel ORD-100002, I am sad. ${retraction}`,
    );
    expect(calls).toEqual([]);
  },
);

test('leaves out of a list what lies after the period, and reads on until the period is whole', async () => {
  const { calls, text } = await startTalk(document, fakeOrders()).say('orders between 1 March and 31 May');
  expect(calls).toHaveLength(2);
  expect(text.match(/ORD-\d+/g)).toEqual(['ORD-100004', 'ORD-100003']);
});

test('never shows a page token', async () => {
  const { text } = await startTalk(document, fakeOrders()).say('list my orders');
  expect(text).not.toContain('after:');
  expect(text).toContain('There are more');
});

test('asks which operation is meant where two have the verb', async () => {
  const operation = (operationId: string, summary: string, name: string) => ({
    operationId,
    summary,
    parameters: [
      {
        name,
        in: 'path',
        required: true,
        description: `${summary} number`,
        schema: { type: 'string', pattern: `^${name[0]}-\\d{4}$` },
      },
    ],
    responses: { 200: { description: 'Done', content: {} } },
  });
  const two = {
    openapi: '3.0.0',
    info: { title: 'Two', version: '1' },
    paths: {
      '/seats/{seatId}': { delete: operation('cancelSeat', 'Cancel a seat', 'seatId') },
      '/meals/{mealId}': { delete: operation('cancelMeal', 'Cancel a meal', 'mealId') },
    },
  } as unknown as OpenAPIObject;
  const talk = () => startTalk(two, { cancelSeat: () => ({ body: {} }), cancelMeal: () => ({ body: {} }) });
  expect((await talk().say('please cancel')).text).toBe(
    'Do you want to cancel a seat or cancel a meal? Please say which.',
  );
  expect((await talk().say('cancel m-1234')).calls).toEqual([['cancelMeal', { mealId: 'm-1234' }]]);
  expect((await talk().say('cancel my seat')).text).toContain('cancel a seat number');
});

test.each([
  ['Is there a store in Berlin?', 'Berlin'],
  ['When does the store in Bad Homburg open?', 'Bad Homburg'],
  ['find store Köln', 'Köln'],
  ['find the store “am Markt”', 'am Markt'],
  ['Is the store open on Monday?', undefined],
  ['Is there a store in Berlin or in Hamburg?', undefined],
  ['find the store in the city', undefined],
])('takes a name out of “%s”: %s', async (text, city) => {
  const findStore = {
    operationId: 'findStore',
    summary: 'Find a store',
    description: 'Find the store in a city: address and opening hours',
    parameters: [
      { name: 'city', in: 'path', required: true, description: 'City', schema: { type: 'string' } },
    ],
    responses: { 200: { description: 'The store', content: {} } },
  };
  const info = { title: 'Stores', version: '1' };
  const document = { openapi: '3.0.0', info, paths: { '/stores/{city}': { get: findStore } } };
  const heard = await startTalk(document as unknown as OpenAPIObject, {
    findStore: () => ({ body: { address: 'Main street 1' } }),
  }).say(text);
  expect(heard.calls).toEqual(city === undefined ? [] : [['findStore', { city }]]);
});

test.each([
  ['opening hours on Monday', 'The opening hours for Monday: 9:00 to 17:00.'],
  [
    'opening hours Monday and Sunday',
    'The opening hours for Monday: 9:00 to 17:00.\n\nThe opening hours for Sunday: closed.',
  ],
])('tells a small thing without a number by what it was asked for: %s', async (said, expected) => {
  const weekday = { type: 'string', enum: ['MONDAY', 'SUNDAY'], description: 'Day of the week' };
  const hours = { type: 'string', description: 'Opening hours' };
  const getOpeningHours = {
    operationId: 'getOpeningHours',
    summary: 'Get the opening hours of a day',
    parameters: [{ name: 'weekday', in: 'path', required: true, schema: weekday }],
    responses: {
      200: {
        description: 'The opening hours',
        content: { 'application/json': { schema: { type: 'object', properties: { weekday, hours } } } },
      },
    },
  };
  const info = { title: 'Opening hours', version: '1' };
  const paths = { '/opening-hours/{weekday}': { get: getOpeningHours } };
  const { text } = await startTalk({ openapi: '3.0.0', info, paths } as unknown as OpenAPIObject, {
    getOpeningHours: (input) => ({
      body: { weekday: input.weekday, hours: input.weekday === 'SUNDAY' ? 'closed' : '9:00 to 17:00' },
    }),
  }).say(said);
  expect(text).toBe(expected);
});

test('takes a courtesy for no condition', async () => {
  const talk = startTalk(document, fakeOrders());
  const { calls } = await talk.say("Cancel ORD-100002 if you don't mind, ordered twice.", 'no');
  expect(calls).toEqual([['cancelOrder', { orderId: 'ORD-100002', reason: 'ordered twice' }]]);
});

test('takes another number for a correction, and not for the reason', async () => {
  const talk = startTalk(document, fakeOrders());
  await talk.say('Cancel ORD-100005');
  const { calls, text } = await talk.say('hmm, 100002 instead');
  expect(calls).toEqual([]);
  expect(text).toContain('cancel order ORD-100002');
});
