import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentCommand,
  ListAgentActionGroupsCommand,
} from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { EmulatorDescription } from '../../../emulator/state/emulator-file';
import { type RunningCommand, startCommand } from '../../kit/commands/run-command';
import { type TemporaryProject, temporaryProject, withAssembly } from '../../kit/commands/temporary-project';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';

let project: TemporaryProject;
let dev: RunningCommand;
let stderr = '';
let client: LambdaClient;
let functionName: string;
let description: EmulatorDescription;

beforeAll(async () => {
  project = await withAssembly(temporaryProject());
  dev = startCommand('dev', [], {
    cwd: project.root,
    env: { OUTCROP_STATE: path.join(project.root, '.outcrop') },
  });
  dev.child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const [, endpoint = ''] = /(http:\S+)/.exec(await dev.stdoutMatching(/\n/)) ?? [];
  description = (await (await fetch(`${endpoint}/_outcrop/emulator`)).json()) as EmulatorDescription;
  functionName = description.functions.orders ?? '';
  client = new LambdaClient(clientConfig(description));
});
afterAll(async () => {
  client.destroy();
  dev.child.kill('SIGTERM');
  await dev.outcome;
  project.remove();
});

const answer = async () => {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName: functionName, Payload: '{}' }));
  return Payload?.transformToString() ?? '';
};
const handler = 'functions/orders/handler.ts';

it('prints what the functions log', async () => {
  await answer();
  await until(() => stderr.includes(`${functionName} REPORT RequestId: `));
});

it('takes over an edited handler', async () => {
  const before = project.read(handler);
  project.write(handler, `${before}\nconsole.log('edited once');\n`);
  await until(() => stderr.includes(`Took over ${path.normalize(handler)} in `));
  await answer();
  await until(() => stderr.includes('edited once'));
  project.write(handler, before);
  await until(() => stderr.split('Took over').length > 2);
});

it('fills the knowledge base at the start, and takes over an edited document', async () => {
  const runtime = new BedrockAgentRuntimeClient(clientConfig(description, 'bedrock-agent-runtime'));
  const knowledgeBaseId = description.knowledgeBaseId ?? undefined;
  const found = async (text: string) => {
    const retrieve = new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } });
    const { retrievalResults = [] } = await runtime.send(retrieve);
    return retrievalResults.map(({ content }) => content?.text ?? '');
  };
  await until(() => /Took over docs-corpus\/ in \d+ ms. Plan: \d+ new/.test(stderr));
  // Which passage comes first is for the tests of the search.
  expect((await found('How long do I have to return a jacket?')).join('\n')).toContain('30 days');
  project.write('docs-corpus/lighthouse.md', 'The lighthouse answers by semaphore.\n');
  await until(() => stderr.includes('Plan: 1 new, 0 changed'));
  expect((await found('lighthouse semaphore'))[0]).toContain('by semaphore');
  project.write('docs-corpus/lighthouse.md', 'The lighthouse answers by carrier pigeon.\n');
  await until(() => stderr.includes('Plan: 0 new, 1 changed'));
  expect((await found('lighthouse'))[0]).toContain('by carrier pigeon');
  project.write('docs-corpus/film.mp4', 'no document');
  await until(() => /film\.mp4: /.test(stderr));
  project.delete('docs-corpus/film.mp4');
  project.delete('docs-corpus/lighthouse.md');
  await until(() => /Plan: 0 new, 0 changed, \d+ unchanged, 1 deleted/.test(stderr));
  runtime.destroy();
});

it('takes over an edited configuration', async () => {
  const agents = new BedrockAgentClient(clientConfig(description, 'bedrock-agent'));
  const config = project.read('agent.config.ts');
  project.write(
    'agent.config.ts',
    config.replace('idleSessionTtlInSeconds: 900', 'idleSessionTtlInSeconds: 901'),
  );
  await until(async () => {
    const { agent } = await agents.send(new GetAgentCommand({ agentId: description.agentId }));
    return agent?.idleSessionTTLInSeconds === 901;
  });
  agents.destroy();
});

it('follows the documents that an edited configuration names, and chunks them as it says', async () => {
  const runtime = new BedrockAgentRuntimeClient(clientConfig(description, 'bedrock-agent-runtime'));
  const knowledgeBaseId = description.knowledgeBaseId ?? undefined;
  const found = async (text: string) => {
    const retrieve = new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } });
    return (await runtime.send(retrieve)).retrievalResults?.map(({ content }) => content?.text);
  };
  const lines = (word: string) => `${`The ${word} needs eight knots of wind. `.repeat(40)}\n`;
  mkdirSync(path.join(project.root, 'handbook'));
  project.write('handbook/kite.md', lines('kite'));
  const config = project.read('agent.config.ts');
  const chunking = /chunking: \{[^}]*\}/;
  expect(config).toMatch(chunking);
  project.write(
    'agent.config.ts',
    config
      .replace("documents: 'docs-corpus'", "documents: 'handbook'")
      .replace(chunking, "chunking: { chunkingStrategy: 'NONE' }"),
  );
  await until(() => /Took over handbook\/ in .* Plan: 1 new, .* \d+ deleted/.test(stderr));
  expect(await found('kite')).toEqual([lines('kite').trim()]);
  expect(await found('How long do I have to return a jacket?')).toEqual([]);
  project.write('handbook/kite.md', lines('glider'));
  await until(async () => (await found('glider'))?.[0] === lines('glider').trim());
  project.write('agent.config.ts', config);
  await until(() => stderr.split('Took over docs-corpus/ in').length > 2);
  runtime.destroy();
});

it('takes over an edited contract, in the agent’s document', async () => {
  const agents = new BedrockAgentClient(clientConfig(description, 'bedrock-agent'));
  const { agentId } = description;
  const documents = async () => {
    const draft = { agentId, agentVersion: 'DRAFT' };
    const { actionGroupSummaries = [] } = await agents.send(new ListAgentActionGroupsCommand(draft));
    const groups = actionGroupSummaries.map(({ actionGroupId }) =>
      agents.send(new GetAgentActionGroupCommand({ ...draft, actionGroupId })),
    );
    return (await Promise.all(groups)).map(({ agentActionGroup }) => agentActionGroup?.apiSchema?.payload);
  };
  const contract = project.read('schemas/orders.ts');
  const [said = ''] = /description: '[^']*'/.exec(contract) ?? [];
  const edited = "description: 'Said otherwise while the emulator runs.'";
  project.write('schemas/orders.ts', contract.replace(said, edited));
  await until(async () => (await documents()).some((text) => text?.includes('Said otherwise while')));
  project.write('schemas/orders.ts', contract);
  await until(async () => !(await documents()).some((text) => text?.includes('Said otherwise while')));
  agents.destroy();
});

it('says what is wrong with an edit, and runs on as it was', async () => {
  const before = project.read(handler);
  project.write(handler, 'this is no TypeScript');
  await until(() => stderr.includes('The agent runs on as it was'));
  expect(await answer()).toContain('INVALID_EVENT');
  project.write('dev.log', 'as a shell writes it');
  project.write('notes.txt', 'to buy');
  project.write(handler, before);
  await until(() => stderr.includes('the agent runs what you saved'));
  const count = stderr.split('Took over').length;
  project.write(handler, `${before}\n`);
  await until(() => stderr.split('Took over').length > count);
  expect(stderr).not.toMatch(/dev\.log|notes\.txt/);
});
