import {
  BedrockAgentRuntimeClient,
  type Citation,
  InvokeAgentCommand,
  type InvokeAgentCommandInput,
  type ResponseStream,
  type ReturnControlPayload,
  type TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Emulator } from '../../../emulator/create-emulator';

export interface Answered {
  readonly text: string;
  readonly chunks: readonly string[];
  /** Of each chunk. */
  readonly attributions: readonly (readonly Citation[])[];
  readonly traces: readonly TracePart[];
  readonly returnControl?: ReturnControlPayload;
  /** The kinds of events in the sequence in which they came. */
  readonly kinds: readonly string[];
  /** What the stream ended with, or what was thrown before it began. */
  readonly error?: Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
}

export type Ask = Partial<InvokeAgentCommandInput> | string;

export interface AgentClient {
  readonly client: BedrockAgentRuntimeClient;
  /** One turn; a failure is part of the answer. */
  ask(ask: Ask): Promise<Answered>;
  close(): void;
}

/** Endpoint, region and keys as an emulator's environment has them, for any client of the SDK. */
export const clientConfig = ({ env }: Pick<Emulator, 'env'>, endpointVariable: string) => ({
  endpoint: env[endpointVariable] ?? '',
  region: env.AWS_REGION ?? '',
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
  },
});

/** Talks to the emulator's agent as an application would, with the stock SDK. */
export function agentClient(emulator: Pick<Emulator, 'env' | 'ids'>): AgentClient {
  const config = clientConfig(emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME');
  return clientOf(new BedrockAgentRuntimeClient(config), emulator.ids);
}

/** Talks through any client to an agent, for example one that is deployed. */
export function clientOf(
  client: BedrockAgentRuntimeClient,
  { agentId, agentAliasId }: Pick<Emulator['ids'], 'agentId' | 'agentAliasId'>,
): AgentClient {
  return {
    client,
    async ask(ask) {
      const given = typeof ask === 'string' ? { inputText: ask } : ask;
      const events: ResponseStream[] = [];
      let error: Answered['error'];
      try {
        const input = { agentId, agentAliasId, sessionId: 'session-1', ...given };
        const { completion } = await client.send(new InvokeAgentCommand(input));
        for await (const event of completion ?? []) events.push(event);
      } catch (thrown) {
        error = thrown as Error;
      }
      const chunks = events.flatMap(({ chunk }) => (chunk ? [new TextDecoder().decode(chunk.bytes)] : []));
      const returnControl = events.find((event) => event.returnControl)?.returnControl;
      return {
        text: chunks.join(''),
        chunks,
        attributions: events.flatMap(({ chunk }) => (chunk ? [chunk.attribution?.citations ?? []] : [])),
        traces: events.flatMap(({ trace }) => (trace ? [trace] : [])),
        ...(returnControl && { returnControl }),
        kinds: events.flatMap((event) => Object.keys(event)),
        ...(error && { error }),
      };
    },
    close: () => client.destroy(),
  };
}
