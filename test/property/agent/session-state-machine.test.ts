import type { InvokeAgentRequest, ResponseStream } from '@aws-sdk/client-bedrock-agent-runtime';
import fc from 'fast-check';
import type { ActionGroupEvent } from '../../../emulator/agent/action-group/event';
import type { ConverseRequest, Model } from '../../../emulator/agent/model';
import { inProcessAgent, inProcessApp } from '../../kit/agent/in-process-agent';
import { say, use } from '../../kit/agent/scripted-model';
import { shelfDocument } from '../../kit/knowledge-base/shelf';

const ttl = 600_000;

const app = inProcessApp({
  actionGroup: 'shelf',
  document: shelfDocument,
  idleSessionTtlInSeconds: ttl / 1000,
});

/** `remove 3` wants a confirmation, `look 3` none, anything else is talk. */
const model: Model = {
  name: 'obedient model',
  async converse(request) {
    const block = request.messages.at(-1)?.content[0];
    const words = block && 'text' in block ? block.text.split(' ') : [];
    const tools = words.flatMap((word, index): [string, Record<string, unknown>][] => {
      const itemId = words[index + 1] ?? '';
      if (word === 'remove') return [['shelf__removeItem', { itemId, reason: 'old' }]];
      return word === 'look' ? [['shelf__getItem', { itemId }]] : [];
    });
    expectWellFormed(request);
    return tools.length > 0 ? use(...tools) : say('Very well.');
  },
};

/** As Converse wants it: roles alternate, and each tool use is answered in the next message. */
function expectWellFormed({ messages }: ConverseRequest): void {
  expect(messages.map(({ role }) => role)).toEqual(
    messages.map((_, index) => (index % 2 ? 'assistant' : 'user')),
  );
  for (const [index, { content }] of messages.entries()) {
    const used = content.flatMap((block) => ('toolUse' in block ? [block.toolUse.toolUseId] : []));
    const answered = (messages[index + 1]?.content ?? []).flatMap((block) =>
      'toolResult' in block ? [block.toolResult.toolUseId] : [],
    );
    expect([...answered].sort()).toEqual([...used].sort());
  }
}

type Step =
  | { readonly do: 'say'; readonly session: number; readonly removals: number; readonly looks: number }
  | {
      readonly do: 'answer';
      readonly foreign: boolean;
      readonly returned: number;
      readonly decision: 'CONFIRM' | 'DENY';
    }
  | { readonly do: 'answer-wrongly'; readonly foreign: boolean; readonly returned: number }
  | { readonly do: 'end'; readonly session: number }
  | { readonly do: 'wait'; readonly ms: number };

const session = fc.nat(2);
/** Mostly an answer comes in its own session, and to what was returned last. */
const foreign = fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0);
const lately = fc.constantFrom(0, 0, 0, 1, 2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say' as const), session, removals: fc.nat(3), looks: fc.nat(2) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      foreign,
      returned: lately,
      decision: fc.constantFrom('CONFIRM' as const, 'DENY' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('answer-wrongly' as const), foreign, returned: lately }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), session }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, ttl / 2, ttl) }),
  },
);

/** Every seventh thing breaks when it is taken away: the turn fails, and what was confirmed stays done. */
const breaks = (item: string) => item !== '0' && Number(item) % 7 === 0;
const textOf = ({ chunk }: ResponseStream) => new TextDecoder().decode(chunk?.bytes);

interface Returned {
  readonly session: number;
  readonly invocationId: string;
  readonly items: readonly string[];
}

/** The rules, without any of the machinery: which items go, and which answers count. */
class Expected {
  readonly run: string[] = [];
  private readonly pending = new Map<
    number,
    { readonly returned: Returned | undefined; readonly until: number }
  >();

  spoke(session: number, now: number, returned?: Returned): void {
    this.pending.set(session, { returned, until: now + ttl });
  }
  ended(session: number): void {
    this.pending.delete(session);
  }
  accepts({ session, invocationId }: Returned, inSession: number, now: number): boolean {
    const pending = this.pending.get(inSession);
    return session === inSession && pending?.returned?.invocationId === invocationId && now < pending.until;
  }
}

it('runs what was confirmed once, with the arguments that were asked for, and nothing else', async () => {
  const distribution = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const removed: string[] = [];
      const agent = await inProcessAgent({
        app,
        model,
        async run(payload) {
          const { actionGroup, apiPath, httpMethod, parameters } = JSON.parse(payload) as ActionGroupEvent;
          const item = parameters[0]?.value ?? '';
          if (httpMethod === 'POST') removed.push(item);
          if (breaks(item)) return undefined;
          const responseBody = { 'application/json': { body: '{"done":true}' } };
          const response = { actionGroup, apiPath, httpMethod, httpStatusCode: 200, responseBody };
          return JSON.stringify({ messageVersion: '1.0', response });
        },
      });
      const { time } = agent;
      const send = (inSession: number, request: Partial<InvokeAgentRequest>) =>
        agent.send(`session-${inSession}`, request);

      const expected = new Expected();
      const returns: Returned[] = [];
      let items = 0;
      for (const one of steps) {
        if (one.do === 'wait') time.at += one.ms;
        if (one.do === 'end') {
          await send(one.session, { endSession: true });
          expected.ended(one.session);
        }
        if (one.do === 'say') {
          const wanted = Array.from({ length: one.removals }, () => String(++items));
          const words = [...wanted.map((item) => `remove ${item}`), ...Array(one.looks).fill('look 0')];
          const [event] = await send(one.session, { inputText: words.join(' ') || 'hello' });
          expect(event?.returnControl !== undefined).toBe(wanted.length > 0);
          const { invocationId } = event?.returnControl ?? {};
          const returned = invocationId ? { session: one.session, invocationId, items: wanted } : undefined;
          if (returned) returns.push(returned);
          expected.spoke(one.session, time.at, returned);
        }
        if (one.do !== 'answer' && one.do !== 'answer-wrongly') continue;
        const returned = returns[returns.length - 1 - one.returned];
        if (!returned) continue;
        const inSession = one.foreign ? (returned.session + 1) % 3 : returned.session;
        const confirmationState = one.do === 'answer' ? one.decision : ('CONFIRM' as const);
        const apiPath = one.do === 'answer' ? '/items/{itemId}/remove' : '/items/{itemId}';
        // Other arguments than the remembered ones cannot even be said in an apiResult: there is no place for them.
        const apiResult = { actionGroup: 'shelf', apiPath, httpMethod: 'POST', confirmationState };
        const returnControlInvocationResults = returned.items.map(() => ({ apiResult }));
        const sessionState = { invocationId: returned.invocationId, returnControlInvocationResults };
        const answered = send(inSession, { inputText: 'remove 999', sessionState });
        if (one.do === 'answer' && expected.accepts(returned, inSession, time.at)) {
          distribution.accepted += 1;
          const broken = returned.items.findIndex(breaks);
          const fails = one.decision === 'CONFIRM' && broken >= 0;
          if (one.decision === 'CONFIRM') {
            expected.run.push(...(fails ? returned.items.slice(0, broken + 1) : returned.items));
          }
          if (fails) await expect(answered).rejects.toMatchObject({ name: 'DependencyFailedException' });
          else expect((await answered).map(textOf)).toEqual(['Very well.']);
          expected.spoke(inSession, time.at);
        } else {
          distribution.refused += 1;
          await expect(answered).rejects.toMatchObject({ name: 'ValidationException' });
        }
        expect(removed).toEqual(expected.run);
      }
      expect(removed).toEqual(expected.run);
      await agent.close();
    }),
    { numRuns: 100 },
  );
  expect(distribution.accepted).toBeGreaterThan(50);
  expect(distribution.refused).toBeGreaterThan(50);
});
