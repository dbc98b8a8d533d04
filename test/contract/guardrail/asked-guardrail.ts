import { BedrockAgentClient, GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandInput,
  type ApplyGuardrailCommandOutput,
  BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { everyPolicy, guardedBy, guardrailResources } from '../../kit/guardrail';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

export interface AskedGuardrail {
  readonly client: BedrockRuntimeClient;
  /** As the agent names it. */
  readonly guardrailArn: string;
  /** Its version 1 of what a user says, unless the change says otherwise. */
  apply(text: string, change?: Partial<ApplyGuardrailCommandInput>): Promise<ApplyGuardrailCommandOutput>;
}

/** A guardrail with every policy, for the tests of one file. */
export function askedGuardrail(): AskedGuardrail {
  let app: HandMadeApp;
  let emulator: Emulator;
  let client: BedrockRuntimeClient;
  let guardrailArn = '';
  beforeAll(async () => {
    app = handMadeApp({
      ...guardrailResources(everyPolicy),
      ...agentResources('Desk', guardedBy('GuardrailArn')),
    });
    emulator = await createEmulator({ assembly: app.folder, state: 'ephemeral' });
    client = new BedrockRuntimeClient(clientConfig(emulator, 'bedrock-runtime'));
    const agents = new BedrockAgentClient(clientConfig(emulator, 'bedrock-agent'));
    const { agent } = await agents.send(new GetAgentCommand({ agentId: emulator.ids.agentId }));
    agents.destroy();
    guardrailArn = agent?.guardrailConfiguration?.guardrailIdentifier ?? '';
  });

  afterAll(async () => {
    client.destroy();
    await emulator.close();
    app.remove();
  });
  return {
    get client() {
      return client;
    },
    get guardrailArn() {
      return guardrailArn;
    },
    apply: (text, change = {}) =>
      client.send(
        new ApplyGuardrailCommand({
          guardrailIdentifier: guardrailArn.split('/').at(-1) ?? '',
          guardrailVersion: '1',
          source: 'INPUT',
          content: [{ text: { text } }],
          ...change,
        }),
      ),
  };
}
