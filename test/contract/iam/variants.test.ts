import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import project from '../../../agent.config';
import type { App } from '../../../emulator/assembly/app';
import { readAssembly } from '../../../emulator/assembly/assembly';
import { resolveApp } from '../../../emulator/assembly/resolve-app';
import { checkRoles } from '../../../emulator/iam/acting/roles-in-use';
import { iamOf } from '../../../emulator/iam/iam';
import { createApp } from '../../../infra/create-app';
import type { AgentConfig } from '../../../schemas/agent-config';
import { configured as knowledgeBase } from '../../kit/knowledge-base/configured';

const outdirs: string[] = [];
afterAll(() => {
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

function synthesized(change: Partial<AgentConfig>, context: Record<string, unknown> = {}): App {
  const outdir = mkdtempSync(path.join(tmpdir(), 'variants-'));
  outdirs.push(outdir);
  const root = path.join(__dirname, '..', '..', '..');
  const { app } = createApp({
    config: { ...project, ...change },
    root,
    outdir,
    context: { 'aws:cdk:bundling-stacks': [], ...context },
  });
  app.synth();
  return resolveApp(readAssembly(outdir));
}

const autoSync = { scheduleExpression: 'rate(1 hour)' };

it.each<[string, Partial<AgentConfig>, Record<string, unknown>, string]>([
  ['with documents', { knowledgeBase }, {}, 'AWS::S3Vectors::Index'],
  ['in production', {}, { stage: 'prod' }, 'AWS::Bedrock::Agent'],
  ['without documents', { knowledgeBase: undefined }, {}, 'AWS::Bedrock::Agent'],
  [
    'with a workflow that syncs',
    { knowledgeBase: { ...knowledgeBase, autoSync } },
    {},
    'AWS::StepFunctions::StateMachine',
  ],
  [
    'on OpenSearch',
    { knowledgeBase: { ...knowledgeBase, store: 'OPENSEARCH_SERVERLESS' } },
    {},
    'AWS::OpenSearchServerless::Collection',
  ],
  ['with keys of its own', { customerManagedKey: true }, {}, 'AWS::KMS::Key'],
])('reads every policy of the app %s', (_, change, context, type) => {
  const app = synthesized(change, context);
  expect(app.resources(type)).not.toEqual([]);
  const iam = iamOf(app);
  expect(() => checkRoles(app, iam)).not.toThrow();
  expect(iam.roles.size).toBe(app.resources('AWS::IAM::Role').length);
});

it("lets the workflow's role start and watch ingestion jobs, and nothing else of the app", () => {
  const app = synthesized({ knowledgeBase: { ...knowledgeBase, autoSync } });
  const iam = iamOf(app);
  const [machine] = app.resources('AWS::StepFunctions::StateMachine');
  const role = iam.roles.get(String(machine?.properties.RoleArn));
  if (!machine || !role) throw new Error('The state machine has no role');
  const sourceArn = machine.attribute('Arn');
  expect(iam.trustRefusal(iam.service('states.amazonaws.com', { sourceArn }), role)).toBeUndefined();
  expect(iam.trustRefusal(iam.service('lambda.amazonaws.com', { sourceArn }), role)).toBeDefined();
  const workflow = iam.session(role, 'execution');
  const knowledgeBaseArn =
    app.resources('AWS::Bedrock::KnowledgeBase')[0]?.attribute('KnowledgeBaseArn') ?? '';
  const may = (action: Parameters<typeof iam.refusal>[1]['action'], resource = knowledgeBaseArn) =>
    iam.refusal(workflow, { action, resource }) === undefined;
  expect(may('bedrock:StartIngestionJob')).toBe(true);
  expect(may('bedrock:GetIngestionJob')).toBe(true);
  expect(may('bedrock:StartIngestionJob', `${knowledgeBaseArn}X`)).toBe(false);
  expect(may('bedrock:DeleteKnowledgeBaseDocuments')).toBe(false);
  expect(may('bedrock:Retrieve')).toBe(false);
  expect(may('dynamodb:GetItem', '*')).toBe(false);
  expect(may('s3:GetObject', '*')).toBe(false);
});
