import fc from 'fast-check';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { orderHandlers } from '../../../functions/orders/orders';
import type { Contract } from '../../../schemas/contract';
import { orders } from '../../../schemas/orders';
import { envelopeProblems } from '../../../schemas/problem';
import { createContext } from '../../kit/create-context';
import { memoryOrderStore } from '../../kit/orders/memory-order-store';
import { seed } from '../../kit/orders/seeded-orders';
import { junkEvent, mutatedEvent, notJsonEvent, type Sent, validEvent } from './mutated-events';

const events = 100_000;
const anyEvent = fc.oneof(
  { weight: 52, arbitrary: mutatedEvent },
  { weight: 33, arbitrary: validEvent },
  { weight: 12, arbitrary: junkEvent },
  { weight: 3, arbitrary: notJsonEvent },
);

/** Every body that may be sent, by status: the contract's and the envelope's own. */
const bodies = new Map<number, $ZodType[]>();
const allow = (status: string, { schema }: { schema: $ZodType }) =>
  bodies.set(Number(status), [...(bodies.get(Number(status)) ?? []), schema]);
for (const { responses } of Object.values((orders satisfies Contract).operations)) {
  for (const [status, response] of Object.entries(responses)) allow(status, response);
}
for (const [status, response] of Object.entries(envelopeProblems)) allow(status, response);

const isAllowed = (status: number, body: unknown) =>
  (bodies.get(status) ?? []).some((schema) => safeParse(schema, body).success);
const keys = (value: object) => Object.keys(value).sort().join();
const isTextMap = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string');

/** Why Bedrock, or AgentCore Gateway, could not take this answer; undefined if it could. Status if there is one. */
function check(
  { event, toolName, kind }: Sent,
  answer: unknown,
): { complaint?: string; status?: number; body?: unknown } {
  const sent = JSON.stringify(answer);
  if (Buffer.byteLength(sent) >= 25_000) return { complaint: `${Buffer.byteLength(sent)} bytes` };
  const received = JSON.parse(sent);
  if (toolName !== undefined) {
    const known = [...bodies.keys()].some((status) => isAllowed(status, received));
    return known ? { body: received } : { complaint: 'plain JSON that no operation answers with' };
  }
  const { messageVersion, response, ...attributes } = received;
  if (messageVersion !== '1.0') return { complaint: 'messageVersion' };
  for (const [name, value] of Object.entries(attributes)) {
    if (!['sessionAttributes', 'promptSessionAttributes'].includes(name)) return { complaint: name };
    const given = (event as Record<string, unknown>)[name];
    const same = kind === 'not JSON' || JSON.stringify(value) === JSON.stringify(given);
    if (!isTextMap(value) || !same) return { complaint: `changed ${name}` };
  }
  if (typeof response.actionGroup !== 'string') return { complaint: 'actionGroup' };
  if ('function' in response) {
    if (keys(response) !== 'actionGroup,function,functionResponse') return { complaint: keys(response) };
    if (typeof response.function !== 'string') return { complaint: 'function' };
    const body = JSON.parse(response.functionResponse.responseBody.TEXT.body);
    return [...bodies.keys()].some((status) => isAllowed(status, body)) ? { body } : { complaint: 'body' };
  }
  if (keys(response) !== 'actionGroup,apiPath,httpMethod,httpStatusCode,responseBody')
    return { complaint: keys(response) };
  const { apiPath, httpMethod, httpStatusCode: status, responseBody } = response;
  if (typeof apiPath !== 'string' || typeof httpMethod !== 'string')
    return { complaint: 'apiPath or httpMethod' };
  if (keys(responseBody) !== 'application/json') return { complaint: keys(responseBody) };
  const body = JSON.parse(responseBody['application/json'].body);
  return isAllowed(status, body) ? { status, body } : { complaint: `${status} with ${JSON.stringify(body)}` };
}

it(`gives ${events.toLocaleString('en')} events of every kind an answer that can be read`, async () => {
  let reached = 0;
  const handlers = orderHandlers(memoryOrderStore(seed.slice(0, 40)), () => new Date('2026-10-05T12:00:00Z'));
  const counted = Object.fromEntries(
    Object.entries(handlers).map(([id, handle]) => [
      id,
      (input: never, context: never) => {
        reached++;
        return (handle as (...given: never[]) => unknown)(input, context);
      },
    ]),
  ) as unknown as typeof handlers;
  const bugs: unknown[] = [];
  const handler = defineActionGroup(orders, counted, {
    report: (_, bug) => bug !== undefined && bugs.push(bug),
  });
  const distribution: Record<string, number> = {};
  const count = (what: string) => {
    distribution[what] = (distribution[what] ?? 0) + 1;
  };
  const context = createContext();
  const toolContexts = new Map<string, typeof context>();

  await fc.assert(
    fc.asyncProperty(anyEvent, async (sent) => {
      const { event, toolName, kind } = sent;
      let itsContext = context;
      if (toolName !== undefined) {
        itsContext = toolContexts.get(toolName) ?? createContext({ toolName });
        toolContexts.set(toolName, itsContext);
      }
      const [reachedBefore, bugsBefore] = [reached, bugs.length];
      const answer = await handler(event, itsContext);
      const { complaint, status, body } = check(sent, answer);
      if (complaint) throw new Error(complaint);
      if (kind !== 'not JSON' && bugs.length > bugsBefore) throw bugs.at(-1);
      count(kind);
      count(`${kind}, ${reached > reachedBefore ? 'reached a handler' : 'refused'}`);
      count(`answered ${(body as { code?: string }).code ?? status ?? 'plain'}`);
    }),
    { numRuns: events },
  );

  const lines = Object.entries(distribution).map(([what, number]) => `${String(number).padStart(7)} ${what}`);
  process.stdout.write(`${lines.sort().reverse().join('\n')}\n${reached} of ${events} reached a handler\n`);
  expect(reached).toBeGreaterThanOrEqual(events / 5);
  expect(distribution.mutated).toBeGreaterThanOrEqual(events / 2);
});
