import type { InvokeAgentRequest, ResponseStream } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Model } from '../../../emulator/agent/model';
import { sessionsOf } from '../../../emulator/agent/session/sessions';
import { idsOf } from '../../../emulator/app-ids';
import type { App } from '../../../emulator/assembly/app';
import { readAssembly } from '../../../emulator/assembly/assembly';
import { resolveApp } from '../../../emulator/assembly/resolve-app';
import { invokeAgent } from '../../../emulator/bedrock-agent-runtime/invoke-agent';
import type { KnowledgeBases } from '../../../emulator/knowledge-base/knowledge-bases';
import { openState } from '../../../emulator/state/state';
import { agentResources, functionResource, handMadeApp } from '../hand-made-app';

export interface InProcessAppProps {
  readonly actionGroup: string;
  readonly document: object;
  readonly idleSessionTtlInSeconds: number;
}

export interface InProcessAgentProps {
  readonly app: App;
  readonly model: Model;
  /** The action group's function: takes an event as JSON and gives its answer as JSON, or nothing if it failed. */
  run(payload: string): Promise<string | undefined>;
}

export interface InProcessAgent {
  /** What its clock shows, in milliseconds since 1970. */
  readonly time: { at: number };
  /** One turn: its events, or what it ended with. The signal tells that the client has gone. */
  send(
    sessionId: string,
    request: Partial<InvokeAgentRequest>,
    signal?: AbortSignal,
  ): Promise<ResponseStream[]>;
  close(): Promise<void>;
}

/** InvokeAgent without a server, a process or a wire: for tests that hold thousands of conversations. */
export async function inProcessAgent(props: InProcessAgentProps): Promise<InProcessAgent> {
  const time = { at: 0 };
  let ids = 0;
  const services = {
    app: props.app,
    state: await openState(),
    clock: { now: () => time.at },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    model: () => props.model,
    knowledgeBases: {} as KnowledgeBases,
    lambda: {
      async invoke(_: string, payload: string | Uint8Array) {
        const answer = await props.run(String(payload));
        const common = { payload: answer ?? '{}', logTail: () => '', executedVersion: '1' };
        return answer === undefined ? { ...common, functionError: 'Unhandled' as const } : common;
      },
    },
  };
  const { agentId, agentAliasId } = idsOf(props.app);
  const invoke = invokeAgent(services, sessionsOf(services));
  return {
    time,
    async send(sessionId, request, signal = new AbortController().signal) {
      const input = { agentId, agentAliasId, sessionId, ...request };
      const { completion } = await invoke(input, { requestId: '', signal });
      const events: ResponseStream[] = [];
      for await (const event of completion ?? []) events.push(event);
      return events;
    },
    close: () => services.state.close(),
  };
}

/** The app of such an agent, with its roles and permissions; it has no code, which `run` stands for. */
export function inProcessApp({ actionGroup, document, idleSessionTtlInSeconds }: InProcessAppProps): App {
  const { folder, remove } = handMadeApp(
    {
      Run: functionResource(actionGroup),
      ...agentResources('Desk', {
        IdleSessionTTLInSeconds: idleSessionTtlInSeconds,
        ActionGroups: [
          {
            ActionGroupName: actionGroup,
            ActionGroupExecutor: { Lambda: { 'Fn::GetAtt': ['Run', 'Arn'] } },
            ApiSchema: { Payload: JSON.stringify(document) },
          },
        ],
      }),
    },
    { [actionGroup]: '' },
  );
  try {
    return resolveApp(readAssembly(folder));
  } finally {
    remove();
  }
}
