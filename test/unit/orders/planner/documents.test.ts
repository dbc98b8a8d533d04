import type { ContentBlock, Message, SearchResult } from '../../../../emulator/agent/model';
import { createOfflinePlanner } from '../../../../emulator/planner/offline-planner';
import { openApiDocument } from '../../../../schemas/openapi';
import { orders } from '../../../../schemas/orders';

describe('the planner', () => {
  const search = 'GET__x_amz_knowledgebase_LIBRARY001__Search';
  const planner = createOfflinePlanner([{ name: 'orders', document: openApiDocument(orders) }]);
  const tools = ['orders__getOrder', 'orders__listOrders', 'orders__cancelOrder', search].map((name) => ({
    toolSpec: { name, description: '', inputSchema: { json: {} } },
  }));
  const converse = async (messages: Message[]): Promise<readonly ContentBlock[]> => {
    const { output } = await planner.converse({ system: [], messages, toolConfig: { tools } });
    messages.push(output.message);
    return output.message.content;
  };
  const used = (content: readonly ContentBlock[]) =>
    content.flatMap((block) => ('toolUse' in block ? [block.toolUse] : []));
  const ask = async (messages: Message[], text: string) => {
    messages.push({ role: 'user', content: [{ text }] });
    return used(await converse(messages));
  };
  const returns: SearchResult = {
    source: 'source of returns.md',
    title: 'returns.md',
    content: [
      {
        text: 'An order can be returned for 30 days. While it is SHIPPED, an order is not returned but refused at the door.',
      },
    ],
    citations: { enabled: true },
  };

  it('asks documents what no operation answers, and quotes them', async () => {
    const messages: Message[] = [];
    const [use] = await ask(messages, 'How long can things be returned?');
    expect(use).toMatchObject({ name: search, input: { searchQuery: 'How long can things be returned?' } });
    const toolResult = { toolUseId: use?.toolUseId ?? '', content: [{ searchResult: returns }] };
    messages.push({ role: 'user', content: [{ toolResult }] });
    expect(await converse(messages)).toContainEqual({
      citationsContent: {
        content: [{ text: 'An order can be returned for 30 days.' }],
        citations: [{ source: returns.source }],
      },
    });
  });

  it('asks in other words when they have no answer, and says so when there is still none', async () => {
    const messages: Message[] = [];
    const findNothing = (use: { toolUseId: string } | undefined) => {
      const toolResult = { toolUseId: use?.toolUseId ?? '', content: [{ text: 'Nothing found' }] };
      messages.push({ role: 'user', content: [{ toolResult }] });
    };
    const [first] = await ask(messages, 'Which wasps do you keep?');
    findNothing(first);
    const [second] = used(await converse(messages));
    expect(second?.input).toEqual({ searchQuery: 'wasp keep hold retain' });
    findNothing(second);
    expect(await converse(messages)).toEqual([
      { text: expect.stringMatching(/^I found nothing about that/) },
    ]);
  });

  it('reads a thing before it asks which rule holds for it', async () => {
    const messages: Message[] = [];
    const [read, ...others] = await ask(messages, 'Can I still return ORD-100001?');
    expect({ name: read?.name, others }).toEqual({ name: 'orders__getOrder', others: [] });
    const order = { orderId: 'ORD-100001', status: 'SHIPPED' };
    messages.push({
      role: 'user',
      content: [{ toolResult: { toolUseId: read?.toolUseId ?? '', content: [{ json: order }] } }],
    });
    const [use] = used(await converse(messages));
    expect(use?.input).toEqual({ searchQuery: 'Can I still return: order SHIPPED?' });
  });

  it('asks for both at once where they do not depend on each other', async () => {
    const uses = await ask([], 'Where is my order ORD-100001, and how long is the guarantee?');
    expect(uses.map(({ name }) => name)).toEqual(['orders__getOrder', search]);
  });

  it.each(['Where is ORD-100001?', 'Which of my orders are shipped?', 'Hello', 'Cancel ORD-100002, I moved'])(
    'leaves documents alone for what operations do: %s',
    async (text) => {
      const uses = await ask([], text);
      expect(uses.map(({ name }) => name)).not.toContain(search);
    },
  );
});
