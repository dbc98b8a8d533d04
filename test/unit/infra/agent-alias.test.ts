import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnOutput } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { CreatedApp } from '../../../infra/create-app';
import type { ActionGroupConfig, AgentConfig, TableConfig } from '../../../schemas/agent-config';
import type { ChunkingConfig, KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';
import { type TemporaryProject, temporaryProject } from '../../kit/commands/temporary-project';
import { configured } from '../../kit/knowledge-base/configured';
import { changed } from './knowledge-base-stacks';
import { config, type SynthesizeOptions, synthesize } from './synthesized';

const [group] = config.actionGroups as readonly [ActionGroupConfig];
const { operations } = group.contract;
const [operationId = '', operation] = Object.entries(operations)[0] ?? [];
if (!operation) throw new Error('no operation');

/** Whatever of the alias could make CloudFormation update it, and so make a version of the agent. */
const alias = (options: SynthesizeOptions) =>
  JSON.stringify(synthesize(options).agent.one('AWS::Bedrock::AgentAlias').Properties);
const changedGroup = (change: Partial<ActionGroupConfig>): Partial<AgentConfig> => ({
  actionGroups: [{ ...group, ...change }],
});
const changedOperation = (change: Partial<typeof operation>) =>
  changedGroup({
    contract: {
      ...group.contract,
      operations: { ...operations, [operationId]: { ...operation, ...change } },
    },
  });
/** The same with the keys of every object in reverse. */
const reversed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    item === null || typeof item !== 'object' || Array.isArray(item)
      ? item
      : Object.fromEntries(Object.entries(item).reverse()),
  );
const changedTables = (change: (table: TableConfig) => Partial<TableConfig>) =>
  changedGroup({ tables: group.tables?.map((table) => ({ ...table, ...change(table) })) });

const before = alias({});

describe('the alias moves when', () => {
  const changes: Record<string, Partial<AgentConfig>> = {
    'the instruction changes': { instruction: `${config.instruction} Be brief.` },
    'the model changes': {
      model: { ...config.model, dev: { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' } },
    },
    'the session lives longer': { idleSessionTtlInSeconds: config.idleSessionTtlInSeconds + 1 },
    'the agent may no longer ask': { userInput: !config.userInput },
    'the guardrail changes': { guardrail: { ...config.guardrail, words: ['competitor'] } },
    'an action group is described otherwise': changedGroup({ description: 'Something else' }),
    'an action group is added': { actionGroups: [...config.actionGroups, { ...group, name: 'second' }] },
    'an operation is described otherwise': changedOperation({ description: 'Something else' }),
    'an operation asks first': changedOperation({ confirmation: 'Really?' }),
    'a function gets more memory': changedGroup({ memorySizeInMb: 1024 }),
    'a function gets more time': changedGroup({ timeoutInSeconds: 29 }),
  };

  it.each(Object.entries(changes))('%s', (_, change) => {
    expect(alias({ change })).not.toBe(before);
  });

  it('-c model= names another model', () => {
    expect(alias({ context: { model: 'amazon.nova-lite-v1:0' } })).not.toBe(before);
  });
});

describe('the alias stays when', () => {
  const changes: Record<string, Partial<AgentConfig>> = {
    'nothing changes': {},
    'the seed goes': changedTables(() => ({ seed: undefined })),
    'a function may do more with its tables': changedTables(({ actions }) => ({
      actions: [...actions, 'DeleteItem'],
    })),
    'a table gets an index': changedTables(({ indexes = [] }) => ({
      indexes: [...indexes, { name: 'another', partitionKey: 'another' }],
      indexActions: ['Query'],
    })),
    'the laptop sends something else': {
      laptop: { sessionAttributes: { customerId: 'somebody' }, samplePrompts: ['Hello'] },
    },
    'the other stage changes': {
      model: { ...config.model, prod: { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' } },
    },
  };

  it.each(Object.entries(changes))('%s', (_, change) => {
    expect(alias({ change })).toBe(before);
  });

  it('keys of the configuration are written in another sequence', () => {
    const { guardrail, laptop } = config;
    const change = { guardrail: reversed(guardrail), laptop: reversed(laptop) };
    expect(alias({ change })).toBe(before);
  });

  it('logs are kept longer and an output is added', () => {
    const edit = ({ agent }: CreatedApp) => {
      for (const construct of agent.node.findAll()) {
        if (construct instanceof CfnLogGroup) construct.retentionInDays = 365;
      }
      new CfnOutput(agent, 'Another', { value: 'output' });
    };
    const { agent } = synthesize({ edit });
    expect(agent.outputs).toContain('Another');
    expect(agent.one('AWS::Logs::LogGroup').Properties.RetentionInDays).toBe(365);
    expect(alias({ edit })).toBe(before);
  });

  it('its tags change, which it therefore has not', () => {
    expect(synthesize().agent.one('AWS::Bedrock::AgentAlias').Properties).not.toHaveProperty('Tags');
  });
});

describe('with a knowledge base, the alias', () => {
  const withKnowledgeBase = (change: Partial<KnowledgeBaseConfig>) => alias({ change: changed(change) });
  const before = withKnowledgeBase({});

  it.each<[string, Partial<KnowledgeBaseConfig>]>([
    ['the description', { description: 'Something else' }],
    ['the chunking', { chunking: { ...configured.chunking, maxTokens: 301 } as ChunkingConfig }],
    ['the store', { store: 'OPENSEARCH_SERVERLESS' }],
    ['the embedding', { embeddingModel: { ...configured.embeddingModel, dimensions: 256 } }],
    ['the prefix', { inclusionPrefixes: ['rules/'] }],
    [
      'the parsing',
      {
        parsing: {
          parsingStrategy: 'BEDROCK_FOUNDATION_MODEL',
          model: { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' },
        },
      },
    ],
  ])('moves when %s changes', (_, change) => {
    expect(withKnowledgeBase(change)).not.toBe(before);
  });

  it.each<[string, Partial<KnowledgeBaseConfig>]>([
    ['the documents are elsewhere', { documents: 'docs' }],
    ['chunks outlive the data source', { dataDeletionPolicy: 'RETAIN' }],
    ['the scripts ask for more', { numberOfResults: 10, overrideSearchType: 'SEMANTIC' }],
  ])('stays when %s', (_, change) => {
    expect(withKnowledgeBase(change)).toBe(before);
  });
});

describe('with the code in its bundle, the alias', () => {
  let project: TemporaryProject;
  const bundled = () => alias({ bundled: true, root: project.root });
  const change = (file: string, edit: (text: string) => string) => {
    const absolute = path.join(project.root, file);
    const text = readFileSync(absolute, 'utf8');
    writeFileSync(absolute, edit(text));
    return () => writeFileSync(absolute, text);
  };

  let before: string;
  beforeAll(() => {
    project = temporaryProject();
    before = bundled();
  });
  afterAll(() => project.remove());

  it('is the same in another folder', () => {
    expect(alias({ bundled: true })).toBe(before);
  });

  it('stays when a comment or the layout of the handler changes', () => {
    const restore = change(group.entry, (text) => `// A remark.\n\n${text.replaceAll('\n', '\n\n')}`);
    expect(bundled()).toBe(before);
    restore();
  });

  it('stays when the seed changes', () => {
    const seed = group.tables?.find((table) => table.seed)?.seed;
    if (!seed) throw new Error('no seed');
    const restore = change(seed, (text) => JSON.stringify(JSON.parse(text).slice(1)));
    expect(bundled()).toBe(before);
    restore();
  });

  it('moves when the handler does something else', () => {
    appendFileSync(path.join(project.root, group.entry), '\nprocess.stdout.write("another");\n');
    expect(bundled()).not.toBe(before);
  });
});
