import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import config from '../../../../agent.config';
import { createEmulator } from '../../../../emulator/create-emulator';
import { type AgentClient, agentClient, clientOf } from '../../../kit/agent/agent-client';
import { syncCorpus } from '../../../kit/sync/sync-corpus';

/** Whether the scenarios talk to AWS: what is deployed as stage dev, with the credentials and region of the shell. */
export const isLive = process.env.LIVE === '1';

/** The project's own agent with its documents: on the emulator, or deployed (and synced) when LIVE=1. */
export const openTarget = (): Promise<AgentClient> => (isLive ? deployedAgent() : emulatedAgent());

async function deployedAgent(): Promise<AgentClient> {
  const StackName = `${config.name}-dev-agent`;
  const cloudformation = new CloudFormationClient({});
  const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  cloudformation.destroy();
  const output = (key: string): string => {
    const value = stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (!value)
      throw new Error(`The stack ${StackName} has no output ${key}: npm run -s deploy -- --stage dev`);
    return value;
  };
  return clientOf(new BedrockAgentRuntimeClient({}), {
    agentId: output('AgentId'),
    agentAliasId: output('AgentAliasId'),
  });
}

async function emulatedAgent(): Promise<AgentClient> {
  const assembly = mkdtempSync(path.join(tmpdir(), 'scenarios-'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: path.join(__dirname, '..', '..', '..', '..'),
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: '{"outcrop:laptop":true}' },
  });
  const emulator = await createEmulator({ assembly });
  await syncCorpus(emulator.endpoint);
  const client = agentClient(emulator);
  return {
    ...client,
    async close() {
      client.close();
      await emulator.close();
      rmSync(assembly, { recursive: true, force: true });
    },
  };
}
