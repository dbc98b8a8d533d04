import {
  BedrockAgentRuntimeClient,
  InvokeAgentCommand,
  type InvokeAgentCommandInput,
  type ResponseStream,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Ready } from './emulator-process';

const inputText = 'Where is my order ORD-100001?';
/** Turns before a worker begins another conversation. */
const turnsOfSession = 10;

export interface Turned {
  /** Milliseconds until the stream's first event. */
  readonly firstMs: number;
  /** Milliseconds until its end. */
  readonly wholeMs: number;
  readonly events: readonly ResponseStream[];
}

export interface Load {
  /** One turn with one Lambda and one table call; fails if the answer is another one. */
  turn(more?: Partial<InvokeAgentCommandInput>): Promise<Turned>;
  /** So many turns, `inFlight` at a time, each of the workers in conversations of ten turns. Their times. */
  turns(count: number, inFlight: number): Promise<Turned[]>;
  close(): void;
}

/** The stock SDK's client, over HTTP/2 as it comes. */
export function loadOn({ env, ids }: Ready): Load {
  const client = new BedrockAgentRuntimeClient({
    endpoint: env.AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME ?? '',
    region: env.AWS_REGION ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  let sessions = 0;
  const newSession = () => `bench-${process.pid}-${sessions++}`;

  async function turn(more: Partial<InvokeAgentCommandInput> = {}): Promise<Turned> {
    const started = performance.now();
    const { completion = [] } = await client.send(
      new InvokeAgentCommand({
        agentId: ids.agentId,
        agentAliasId: ids.agentAliasId,
        sessionId: newSession(),
        sessionState: { sessionAttributes: { customerId: 'CUST-001' } },
        inputText,
        ...more,
      }),
    );
    const events: ResponseStream[] = [];
    let firstMs: number | undefined;
    for await (const event of completion) {
      firstMs ??= performance.now() - started;
      events.push(event);
    }
    const wholeMs = performance.now() - started;
    const text = events.map(({ chunk }) => new TextDecoder().decode(chunk?.bytes)).join('');
    if (!text.startsWith('Your order ORD-100001 is shipped')) throw new Error(`The agent answered: ${text}`);
    return { firstMs: firstMs ?? Number.NaN, wholeMs, events };
  }

  return {
    turn,
    async turns(count, inFlight) {
      const done: Turned[] = [];
      let begun = 0;
      const worker = async () => {
        let sessionId = newSession();
        for (let inSession = 0; begun < count; inSession++) {
          begun++;
          if (inSession % turnsOfSession === 0) sessionId = newSession();
          done.push({ ...(await turn({ sessionId })), events: [] });
        }
      };
      await Promise.all(Array.from({ length: inFlight }, worker));
      return done;
    },
    close: () => client.destroy(),
  };
}
