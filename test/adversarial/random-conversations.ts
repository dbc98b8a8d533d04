import type { InvokeAgentRequest, ResponseStream } from '@aws-sdk/client-bedrock-agent-runtime';
import fc from 'fast-check';
import { defineActionGroup } from '../../functions/action-group/define-action-group';
import { orderHandlers } from '../../functions/orders/orders';
import { openApiDocument } from '../../schemas/openapi';
import { orders } from '../../schemas/orders';
import { type InProcessAgent, inProcessAgent, inProcessApp } from '../kit/agent/in-process-agent';
import { createContext } from '../kit/create-context';
import { memoryOrderStore } from '../kit/orders/memory-order-store';
import { hostileModel } from './hostile-model';
import { customers, type Step, sessions, step, table, ttl } from './random-steps';

const app = inProcessApp({
  actionGroup: 'orders',
  document: openApiDocument(orders),
  idleSessionTtlInSeconds: ttl / 1000,
});

interface Question {
  readonly session: number;
  readonly invocationId: string;
  readonly orderIds: readonly string[];
}

/** How often something happened, so that a run that tries nothing is seen. */
export interface Tally {
  turns: number;
  questions: number;
  accepted: number;
  refused: number;
  cancelled: number;
}

/** Holds one conversation and compares it, step by step, with what may become of the table and be said. */
export async function converse(steps: readonly Step[], tally: Tally): Promise<void> {
  const conversation = await Conversation.begin(tally);
  for (const one of steps) await conversation.take(one);
  await conversation.end();
}

class Conversation {
  /** The table as it has to be. */
  private readonly expected = new Map(table.map(({ orderId: id, status }) => [id, status]));
  private readonly questions: Question[] = [];
  /** By session: the question that waits, and until when. */
  private readonly waiting = new Map<number, { readonly question?: Question; readonly until: number }>();

  private constructor(
    private readonly tally: Tally,
    private readonly model: ReturnType<typeof hostileModel>,
    private readonly store: ReturnType<typeof memoryOrderStore>,
    private readonly agent: InProcessAgent,
  ) {}

  static async begin(tally: Tally): Promise<Conversation> {
    const model = hostileModel();
    const store = memoryOrderStore(table);
    const handler = defineActionGroup(
      orders,
      orderHandlers(store, () => new Date('2026-11-21T12:00:00Z')),
      { report: () => {} },
    );
    const context = createContext();
    const agent = await inProcessAgent({
      app,
      model,
      run: async (payload) => JSON.stringify(await handler(JSON.parse(payload), context)),
    });
    return new Conversation(tally, model, store, agent);
  }

  async take(one: Step): Promise<void> {
    if (one.do === 'wait') this.agent.time.at += one.ms;
    else if (one.do === 'end') {
      await this.agent.send(`session-${one.session}`, { endSession: true });
      this.waiting.delete(one.session);
    } else if (one.do === 'say') {
      this.model.setOn(...one.moves);
      const events = await this.send(one.session, { inputText: 'Hello', sessionState: one.claim });
      this.heard(one.session, events);
    } else await this.answer(one);
    await this.compare();
  }

  async end(): Promise<void> {
    await this.agent.close();
  }

  private send(
    at: number,
    { sessionState, ...request }: Partial<InvokeAgentRequest>,
  ): Promise<ResponseStream[]> {
    this.tally.turns += 1;
    const sessionAttributes = { customerId: sessions[at] ?? '' };
    return this.agent.send(`session-${at}`, {
      enableTrace: true,
      ...request,
      sessionState: { sessionAttributes, ...sessionState },
    });
  }

  private async answer({
    question: back,
    elsewhere,
    decisions,
    times,
    apiPath,
    moves: then,
  }: Step & { do: 'answer' }) {
    const question = this.questions[this.questions.length - 1 - back];
    if (!question) return;
    const at = elsewhere ? (question.session + 1) % sessions.length : question.session;
    const { invocationId, orderIds } = question;
    const returnControlInvocationResults = orderIds.map((_, index) => ({
      apiResult: {
        actionGroup: 'orders',
        apiPath,
        httpMethod: 'POST',
        confirmationState: decisions[index] as 'CONFIRM',
      },
    }));
    const fits =
      apiPath === '/orders/{orderId}/cancel' &&
      orderIds.every((_, index) => decisions[index] === 'CONFIRM' || decisions[index] === 'DENY');
    const counts = fits && this.isWaiting(question, at);
    this.model.setOn(...then);
    const request = {
      inputText: 'Cancel all',
      sessionState: { invocationId, returnControlInvocationResults },
    };
    const sent = await Promise.allSettled(Array.from({ length: times }, () => this.send(at, request)));
    const heard = sent.filter((one) => one.status === 'fulfilled');
    for (const one of sent) {
      if (one.status === 'fulfilled') continue;
      this.tally.refused += 1;
      expect(one.reason.name).toMatch(/^(ValidationException|ConflictException)$/);
    }
    expect(heard).toHaveLength(counts ? 1 : 0);
    if (!counts) return;
    this.tally.accepted += 1;
    for (const [index, id] of orderIds.entries()) {
      const mine = table.find((order) => order.orderId === id)?.customerId === sessions[at];
      if (decisions[index] !== 'CONFIRM' || !mine || this.expected.get(id) !== 'PROCESSING') continue;
      this.expected.set(id, 'CANCELLED');
      this.tally.cancelled += 1;
    }
    this.heard(at, heard[0]?.value ?? []);
  }

  private isWaiting({ session: its, invocationId }: Question, at: number): boolean {
    const waiting = this.waiting.get(at);
    return (
      its === at && waiting?.question?.invocationId === invocationId && this.agent.time.at < waiting.until
    );
  }

  /** Takes note of a question, and of whether anything was said that is somebody else's. */
  private heard(at: number, events: readonly ResponseStream[]): void {
    const returnControl = events.find((event) => event.returnControl)?.returnControl;
    let question: Question | undefined;
    if (returnControl) {
      const orderIds = (returnControl.invocationInputs ?? []).map(({ apiInvocationInput }) => {
        const found = apiInvocationInput?.parameters?.find(({ name }) => name === 'orderId');
        return found?.value ?? '';
      });
      question = { session: at, invocationId: returnControl.invocationId ?? '', orderIds };
      this.questions.push(question);
      this.tally.questions += 1;
    }
    this.waiting.set(at, { question, until: this.agent.time.at + ttl });
    const texts = events.map(({ chunk }) => new TextDecoder().decode(chunk?.bytes));
    const said = JSON.stringify([events.filter(({ chunk }) => !chunk), texts, this.model.shown]);
    for (const customer of customers.filter((one) => one !== sessions[at])) {
      if (said.includes(` of ${customer}`)) throw new Error(`${sessions[at]} was told what is ${customer}'s`);
    }
  }

  private async compare(): Promise<void> {
    for (const [id, status] of this.expected) {
      const found = (await this.store.get(id))?.status;
      // Not expect, which would take most of the time of all conversations.
      if (found !== status) throw new Error(`${id} is ${found}, and has to be ${status}`);
    }
  }
}

/** Random conversations of a hostile model, three sessions and a caller who confirms at random. */
export async function conversations(numRuns: number): Promise<Tally> {
  const tally: Tally = { turns: 0, questions: 0, accepted: 0, refused: 0, cancelled: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), (steps) => converse(steps, tally)),
    { numRuns },
  );
  return tally;
}
