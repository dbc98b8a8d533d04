import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Context } from 'aws-lambda';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { orderHandlers } from '../../../functions/orders/orders';
import { orders } from '../../../schemas/orders';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext } from '../../kit/create-context';
import { memoryOrderStore } from '../../kit/orders/memory-order-store';
import { seed } from '../../kit/orders/seeded-orders';
import { serveArticles } from '../action-group/articles';

const folder = path.join(__dirname, '..', '..', 'fixtures', 'events');
const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const serveOrders = () =>
  defineActionGroup(
    orders,
    orderHandlers(memoryOrderStore(seed), () => new Date('2026-10-05T12:00:00Z')),
    { report: () => {} },
  );

const heard = (given: object, customerId?: string) => ({ arguments: JSON.stringify(given), customerId });

/** What each event is answered with; a file that is not named here fails the last test. */
const expected: Record<string, { status?: number; body: object }> = {
  'api.get-path-string.json': { status: 200, body: { orderId: 'ORD-100001', status: 'SHIPPED' } },
  'api.get-lower-case-method.json': { status: 200, body: { orderId: 'ORD-100001', status: 'SHIPPED' } },
  'api.get-no-parameters-key.json': { status: 200, body: { nextPageToken: expect.any(String) } },
  'api.get-integer-as-string.json': { status: 200, body: { orders: expect.any(Array) } },
  'api.get-no-session-maps.json': { status: 401, body: { code: 'IDENTITY_REQUIRED' } },
  'api.post-path-and-body.json': {
    status: 200,
    body: { status: 'CANCELLED', cancellationReason: 'I ordered it twice' },
  },
  'api.post-with-parameters-and-no-body.json': {
    status: 200,
    body: { status: 'CANCELLED', cancellationReason: 'I ordered it twice' },
  },
  'api.get-array-json.json': {
    status: 200,
    body: heard({ tags: ['rain jacket', 'hiking, winter'], inStock: true }),
  },
  'api.post-body-array-multiline.json': {
    status: 200,
    body: heard(
      { shopId: '9876543210987654321', lines: [{ sku: 'JKT-104', quantity: 2 }], notify: false },
      'CUST-001',
    ),
  },
  'api.post-body-array-bare-brackets.json': {
    status: 200,
    body: heard(
      {
        shopId: '7',
        lines: [{ sku: 'JKT-104', quantity: 2 }],
        notify: true,
        tags: ['Gift', 'For Ana'],
      },
      'CUST-001',
    ),
  },
  'function.array-java-tostring.json': {
    body: heard({
      text: 'blue',
      tags: ['sale'],
      ranges: [{ name: 'Rain Jackets', upTo: 8990 }, { name: 'Hats' }],
    }),
  },
  'function.change-with-java-tostring.json': {
    body: { code: 'INVALID_INPUT', message: expect.stringMatching(/^lines: .*must be JSON/) },
  },
  'function.session-attrs.json': { body: { status: 'CANCELLED', cancellationReason: 'Wrong size' } },
  'agentcore-shim.get.json': { status: 200, body: heard({ inStock: false, warehouse: 20 }) },
  'agentcore-shim.post.json': { status: 401, body: { code: 'IDENTITY_REQUIRED' } },
  'agentcore-shim.post-with-identity.json': {
    status: 200,
    body: heard({ shopId: '7', lines: [{ sku: 'JKT-104', quantity: 2 }], notify: true }, 'CUST-001'),
  },
  'agentcore-gateway.lambda-target.json': {
    body: heard({ text: 'jacket', tags: ['rain', 'blue'], inStock: true, warehouse: 20 }),
  },
  'legacy-2023.action-groups-array.json': {
    status: 400,
    body: { code: 'INVALID_EVENT', message: expect.stringContaining('actionGroups[]') },
  },
};

describe('every form of event that is known', () => {
  it.each(Object.entries(expected))('%s', async (file, { status, body }) => {
    const stored = read(file);
    const { event, context } = 'event' in stored ? stored : { event: stored, context: {} };
    const known = JSON.stringify(stored).match(/articles|shops/i) ? serveArticles().handler : serveOrders();
    const answer = await known(event, { ...createContext(), ...context } as Context);

    if (context.clientContext) {
      expect(answer).toMatchObject(withoutUndefined(body));
      return;
    }
    expect(readAnswer(answer as never)).toMatchObject({
      ...(status && { status }),
      body: withoutUndefined(body),
    });
    const { actionGroup = '', apiPath = '', httpMethod = '', function: functionName } = event;
    const { sessionAttributes, promptSessionAttributes } = event;
    expect(answer).toMatchObject({
      messageVersion: '1.0',
      response: functionName ? { actionGroup, function: functionName } : { actionGroup, apiPath, httpMethod },
      ...(sessionAttributes && { sessionAttributes }),
      ...(promptSessionAttributes && { promptSessionAttributes }),
    });
    expect(answer).not.toHaveProperty(sessionAttributes ? 'nothing' : 'sessionAttributes');
  });

  it('has an answer for each file, and a source', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
    const sources = readFileSync(path.join(folder, 'SOURCES.md'), 'utf8');
    expect(files.filter((file) => !sources.includes(`| ${file} `))).toEqual([]);
  });
});

const withoutUndefined = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
