import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  GetIngestionJobCommand,
  ListIngestionJobsCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import project from '../../../agent.config';
import { readAssembly } from '../../../emulator/assembly/assembly';
import { resolveApp } from '../../../emulator/assembly/resolve-app';
import { createEmulator } from '../../../emulator/create-emulator';
import { createApp } from '../../../infra/create-app';
import { configured as knowledgeBase } from '../../kit/knowledge-base/configured';
import { runStates, type StateMachine, TaskError } from '../../kit/run-states';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';
import { grantsOf, type Template } from './desk-assembly';

const folder = mkdtempSync(path.join(tmpdir(), 'workflow-'));
const originals: Record<string, string> = {};

beforeAll(() => {
  const { app } = createApp({
    config: {
      ...project,
      knowledgeBase: { ...knowledgeBase, autoSync: { scheduleExpression: 'rate(1 hour)' } },
    },
    root: path.join(__dirname, '..', '..', '..'),
    outdir: folder,
    context: { 'outcrop:laptop': true },
  });
  app.synth();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
    originals[file] = readFileSync(path.join(folder, file), 'utf8');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the account's callers be the workflow, as Step Functions is, after a change of the templates. */
function write(change: (templates: Record<string, Template>) => void = () => {}): void {
  const templates = Object.fromEntries(
    Object.entries(originals).map(([file, text]) => [file, JSON.parse(text) as Template]),
  );
  change(templates);
  for (const [file, template] of Object.entries(templates)) {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const document = Properties.AssumeRolePolicyDocument as { Statement: object[] } | undefined;
      if (Type !== 'AWS::IAM::Role' || !JSON.stringify(document).includes('states.amazonaws.com')) continue;
      document?.Statement.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: '000000000000' },
      });
    }
    writeFileSync(path.join(folder, file), JSON.stringify(template));
  }
}

/** Runs the synthesized definition as the workflow's role. The queue and the topic are this test's. */
async function sync() {
  const [machine] = resolveApp(readAssembly(folder)).resources('AWS::StepFunctions::StateMachine');
  const { DefinitionString, RoleArn } = machine?.properties ?? {};
  const definition = JSON.parse(String(DefinitionString)) as StateMachine;
  const emulator = await createEmulator({ assembly: folder, state: 'ephemeral', log: () => {} });
  const sts = new STSClient(clientConfig(emulator, 'sts'));
  const s3 = new S3Client(clientConfig(emulator, 's3'));
  const elsewhere = new Set<string>();
  try {
    const { Buckets: [bucket] = [] } = await s3.send(new ListBucketsCommand({}));
    await s3.send(new PutObjectCommand({ Bucket: bucket?.Name, Key: 'docs/a.md', Body: '# A\n\nText.' }));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: String(RoleArn), RoleSessionName: 'execution' }),
    );
    const agents = new BedrockAgentClient({
      ...clientConfig(emulator, 'bedrock-agent'),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
      },
      maxAttempts: 1,
    });
    const tasks: Record<string, (input: never) => Promise<object>> = {
      listIngestionJobs: (input) => agents.send(new ListIngestionJobsCommand(input)),
      startIngestionJob: (input) => agents.send(new StartIngestionJobCommand(input)),
      getIngestionJob: async (input) => {
        // The workflow waits a minute between two looks.
        let found = await agents.send(new GetIngestionJobCommand(input));
        await until(async () => {
          found = await agents.send(new GetIngestionJobCommand(input));
          return !['STARTING', 'IN_PROGRESS'].includes(found.ingestionJob?.status ?? '');
        });
        return found;
      },
    };
    const execution = await runStates(definition, async (resource, parameters) => {
      const [service, action = ''] = resource.replace(/^arn:aws:states:::aws-sdk:/, '').split(':');
      if (service !== 'bedrockagent') {
        elsewhere.add(`${service}:${action}`);
        return { Attributes: { ApproximateNumberOfMessages: '1' } };
      }
      const task = tasks[action];
      if (!task) throw new Error(`No task ${action}`);
      try {
        return withNames(await task(withNames(parameters, 'toLowerCase') as never), 'toUpperCase');
      } catch (error) {
        const { name, message } = error as Error;
        throw new TaskError(`BedrockAgent.${name}`, message);
      }
    });
    agents.destroy();
    return { ...execution, elsewhere: [...elsewhere] };
  } finally {
    sts.destroy();
    s3.destroy();
    await emulator.close();
  }
}

/** Step Functions begins the names of an SDK's parameters and answers with a capital. */
function withNames(value: unknown, letter: 'toLowerCase' | 'toUpperCase'): unknown {
  if (Array.isArray(value)) return value.map((item) => withNames(item, letter));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      `${name.slice(0, 1)[letter]()}${name.slice(1)}`,
      withNames(item, letter),
    ]),
  );
}

it("syncs as the workflow's role", async () => {
  write();
  const { status, cause, path: states, elsewhere } = await sync();
  expect({ status, cause }).toEqual({ status: 'SUCCEEDED', cause: undefined });
  expect(states).toContain('Look at the job');
  // What stays untried: the laptop has neither service.
  expect(elsewhere).toEqual(['sqs:getQueueAttributes', 'sqs:purgeQueue']);
});

it('fails without any one of its permissions for the knowledge base', async () => {
  write();
  const grants = grantsOf(
    Object.fromEntries(Object.entries(originals).map(([file, text]) => [file, JSON.parse(text) as Template])),
  ).filter(({ name }) => /^AutoSync\S*\[\d+\]: (?:Allow )?bedrock:/.test(name));
  expect(grants.map(({ name }) => name.replace(/^\S+ /, ''))).toHaveLength(4);
  for (const { name, remove } of grants) {
    write(remove);
    const { status, cause } = await sync();
    expect({ name, status }).toEqual({ name, status: 'FAILED' });
    expect(cause).toMatch(/AccessDeniedException .*is not authorized to perform: bedrock:\w+IngestionJobs?/);
  }
});
