import { randomUUID } from 'node:crypto';
import type { DescribeStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Recording } from '../../recording/read';
import { bedrockAgentRuntimeCoverage } from '../bedrock-agent-runtime/coverage';
import { bedrockAgentRuntimeProtocol } from '../bedrock-agent-runtime/protocol';
import { cloudformationCoverage } from '../cloudformation/coverage';
import { cloudformationProtocol } from '../cloudformation/protocol';
import { environmentOf } from '../environment';
import { frontDoor } from '../front-door/front-door';
import { listen } from '../front-door/listen';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Log } from '../log';
import { type Pace, recordedInvokeAgent } from './invoke-agent';

export interface ServeRecordingOptions {
  readonly recording: Recording;
  /** By default as recorded. */
  readonly pace?: Pace;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly log?: Log;
}

export interface ServedRecording {
  readonly endpoint: string;
  /** Environment variables that lead any AWS SDK here. */
  readonly env: Readonly<Record<string, string>>;
  readonly ids: { readonly agentId: string; readonly agentAliasId: string };
  close(): Promise<void>;
}

/**
 * Serves a recording's stream to any AWS client: InvokeAgent, for whatever agent, and DescribeStacks to find it.
 * Every other operation answers 501.
 */
export async function serveRecording({
  recording,
  pace = 'as recorded',
  port = 0,
  log = () => {},
}: ServeRecordingOptions): Promise<ServedRecording> {
  const { agentId, agentAliasId } = recording.header.agent;
  const region = recording.header.region || 'us-east-1';
  const runtime: ServiceDefinition<'InvokeAgent'> = {
    name: bedrockAgentRuntimeCoverage.name,
    sdkPackage: bedrockAgentRuntimeCoverage.sdkPackage,
    fidelity: { InvokeAgent: { approximate: 'a recording answers' } },
    signingName: 'bedrock',
    bodyLimit: 64 * 1024 * 1024,
    protocol: bedrockAgentRuntimeProtocol(log),
    operations: { InvokeAgent: recordedInvokeAgent(recording, pace) },
  };
  const stacks = (): DescribeStacksOutput => ({
    Stacks: [
      {
        StackName: 'recording',
        CreationTime: new Date(recording.header.recordedAt),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [
          { OutputKey: 'AgentId', OutputValue: agentId },
          { OutputKey: 'AgentAliasId', OutputValue: agentAliasId },
        ],
      },
    ],
  });
  const cloudformation: ServiceDefinition<'DescribeStacks'> = {
    name: cloudformationCoverage.name,
    sdkPackage: cloudformationCoverage.sdkPackage,
    fidelity: { DescribeStacks: { approximate: 'one stack, with the outputs of an agent' } },
    signingName: 'cloudformation',
    bodyLimit: 1024 * 1024,
    protocol: cloudformationProtocol,
    operations: { DescribeStacks: stacks },
  };
  const services = () => [runtime, cloudformation];
  const control = async () => undefined;
  const server = await listen(port, frontDoor({ services, control, newId: randomUUID, log }));
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    endpoint,
    env: environmentOf(endpoint, region),
    ids: { agentId, agentAliasId },
    close: () => server.close(),
  };
}
