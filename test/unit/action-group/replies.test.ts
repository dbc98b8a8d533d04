import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import type { CallReport } from '../../../functions/action-group/report';
import { defineContract, type Handlers } from '../../../schemas/contract';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';

const problem = (code: string, message: unknown = expect.any(String)) => ({ code, message });

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
