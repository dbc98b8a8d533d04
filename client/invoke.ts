import {
  BedrockAgentRuntimeClient,
  type BedrockAgentRuntimeClientConfig,
  InvokeAgentCommand,
  type TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';

export interface AgentTarget {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly client: BedrockAgentRuntimeClientConfig;
}

export interface AgentRequest {
  readonly inputText: string;
  readonly sessionId: string;
  readonly sessionAttributes?: Record<string, string>;
}

export type AgentEvent = { readonly text: string } | { readonly trace: TracePart };

/** One turn with an agent, as it arrives. */
export async function* invokeAgent(target: AgentTarget, request: AgentRequest): AsyncGenerator<AgentEvent> {
  const client = new BedrockAgentRuntimeClient(target.client);
  try {
    const { inputText, sessionId, sessionAttributes } = request;
    const { agentId, agentAliasId } = target;
    const { completion } = await client.send(
      new InvokeAgentCommand({
        agentId,
        agentAliasId,
        sessionId,
        inputText,
        enableTrace: true,
        sessionState: { sessionAttributes },
        streamingConfigurations: { streamFinalResponse: true },
      }),
    );
    for await (const event of completion ?? []) {
      if (event.chunk?.bytes) yield { text: new TextDecoder().decode(event.chunk.bytes) };
      if (event.trace) yield { trace: event.trace };
    }
  } finally {
    client.destroy();
  }
}
