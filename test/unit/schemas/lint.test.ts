import type { AgentConfig } from '../../../schemas/agent-config';
import {
  assertValid,
  LintError,
  lintConfig,
  lintContract,
  lintDocument,
  lintModel,
  rules,
} from '../../../schemas/lint';
import { openApiDocument } from '../../../schemas/openapi';
import { type LintCase, put } from '../../fixtures/lint/case';
import { configCases } from '../../fixtures/lint/config-cases';
import { contractCases } from '../../fixtures/lint/contract-cases';
import { documentCases } from '../../fixtures/lint/document-cases';
import { guardrailCases } from '../../fixtures/lint/guardrail-cases';
import { knowledgeBaseCases } from '../../fixtures/lint/knowledge-base-cases';
import { library, listFiles, readText } from '../../fixtures/lint/library';
import { loans } from '../../fixtures/lint/loans';

const document: unknown = JSON.parse(JSON.stringify(openApiDocument(loans)));
const subjects = {
  contract: {
    cases: contractCases,
    lint: (c: LintCase, value: unknown) => lintContract(put(loans, c.at, value), 'loans'),
  },
  document: {
    cases: documentCases,
    lint: (c: LintCase, value: unknown) => lintDocument(put(document, c.at, value), 'loans'),
  },
  configuration: {
    cases: [...configCases, ...guardrailCases, ...knowledgeBaseCases],
    lint: (c: LintCase, value: unknown) => lintConfig(put(library, c.at, value), { readText, listFiles }),
  },
};

it('finds nothing in the valid subjects', () => {
  expect(lintContract(loans, 'loans')).toEqual([]);
  expect(lintDocument(document, 'loans')).toEqual([]);
  expect(lintConfig(library, { readText, listFiles })).toEqual([]);
});

for (const [name, { cases, lint }] of Object.entries(subjects)) {
  describe(`a broken ${name}`, () => {
    it.each(cases)('$rule: one finding, none once it is mended', (broken) => {
      const findings = lint(broken, broken.defect);
      expect(findings.map(({ rule, path, message }) => ({ rule, path, message }))).toEqual([
        { rule: broken.rule, path: broken.path ?? broken.at, message: expect.stringMatching(/\S/) },
      ]);
      expect(lint(broken, broken.mend)).toEqual([]);
    });
  });
}

describe('the table of rules', () => {
  const tested = Object.values(subjects).flatMap(({ cases }) => cases.map(({ rule }) => rule));

  it('has a broken input for each rule, and one only', () => {
    expect(tested.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  it.each(rules)('$id says what it demands, how to mend it and what it rests on', (rule) => {
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rule.demand).toMatch(/\.$/);
    expect(rule.mend).toMatch(/[^.]$/);
    expect(rule.source).toMatch(/^https:\/\//);
    if (rule.bedrock !== 'not documented') expect(rule.bedrock.source).toMatch(/^https:\/\//);
  });
});

describe('accepted findings', () => {
  const long = { ...library, description: 'x'.repeat(201), name: 'Loan Desk' };
  const found = (acceptedFindings: AgentConfig['acceptedFindings']) =>
    lintConfig({ ...long, acceptedFindings }).map(({ rule }) => rule);

  it('are left out, and no others', () => {
    expect(found(undefined)).toEqual(['agent-name', 'agent-description']);
    expect(found([{ rule: 'agent-name', reason: 'It is an import' }])).toEqual(['agent-description']);
  });

  it('are bound to their path', () => {
    const reason = 'It is an import';
    expect(found([{ rule: 'agent-name', path: '/name', reason }])).toEqual(['agent-description']);
    expect(found([{ rule: 'agent-name', path: '/names', reason }])).toEqual([
      'agent-name',
      'agent-description',
      'accepted-finding',
    ]);
  });

  it('need a reason', () => {
    expect(found([{ rule: 'agent-name', reason: ' ' }])).toEqual(['agent-description', 'accepted-finding']);
  });
});

describe('assertValid', () => {
  it('says nothing of a valid configuration', () => {
    expect(() => assertValid(library, { readText, listFiles })).not.toThrow();
  });

  it('throws all findings at once, each with its place and mend', () => {
    const attempt = () => assertValid({ ...library, description: '', idleSessionTtlInSeconds: 5 });
    expect(attempt).toThrow(LintError);
    expect(attempt).toThrow(
      /breaks 2 rules.*\n.*\/description: .*is empty.*\n.*60 to 3,600 seconds.*\[session-ttl\]/s,
    );
  });

  it('leaves rules about files alone when it cannot read any', () => {
    expect(() => assertValid(put(library, '/actionGroups/0/entry', 'nowhere.ts'))).not.toThrow();
  });
});

it.each<[string, unknown, string]>([
  ['/chunking', undefined, '/chunking'],
  ['/chunking', 'NONE', '/chunking'],
  ['/chunking', { chunkingStrategy: 'HIERARCHICAL', overlapTokens: 60 }, '/chunking/levelConfigurations'],
  ['/chunking', { chunkingStrategy: 'NONE', maxTokens: 300 }, '/chunking/maxTokens'],
  ['/chunking', { chunkingStrategy: 'FIXED' }, '/chunking/chunkingStrategy'],
  ['/embeddingModel/dimensions', undefined, '/embeddingModel/dimensions'],
  ['/parsing', { parsingStrategy: 'BEDROCK_FOUNDATION_MODEL' }, '/parsing/model'],
  ['/autoSync', true, '/autoSync'],
  ['', null, ''],
])('tells of a knowledge base whose %s is %j where it is, and of nothing else', (at, value, path) => {
  const findings = lintConfig(put(library, `/knowledgeBase${at}`, value), { readText, listFiles });
  expect(findings.map((finding) => finding.path)).toEqual([`/knowledgeBase${path}`]);
});

it.each([
  ['cron(0 6 * * ? *)', true],
  ['cron(0/15 8-17 ? JAN,MAR MON-FRI 2027)', true],
  ['cron(0 6 L * ? *)', true],
  ['cron(0 6 * * * *)', false],
  ['cron(0 6 ? * ? *)', false],
  ['cron(0 6 * * ?)', false],
  ['cron(at six every day of it)', false],
])('takes the schedule %s: %s', (expression, taken) => {
  const config = put(library, '/knowledgeBase/autoSync', { scheduleExpression: expression });
  expect(lintConfig(config, { readText, listFiles })).toHaveLength(taken ? 0 : 1);
});

it('lints a model that the command line names', () => {
  const findings = lintModel({ type: 'foundation-model', modelId: 'anthropic.claude-opus-4-6' });
  expect(findings).toMatchObject([{ rule: 'model-profile-only', path: '/modelId' }]);
});

it.each([
  ['us', 'ca-central-1', true],
  ['us', 'us-gov-west-1', false],
  ['eu', 'eu-north-1', true],
  ['global', 'ap-south-1', true],
  ['jp', 'ap-northeast-3', true],
  ['jp', 'ap-southeast-1', false],
  ['us', '*', true],
  ['us', 'somewhere', false],
])('a profile of %s routes to %s: %s', (where, region, allowed) => {
  const foundationModelId = 'anthropic.claude-sonnet-4-6';
  const inferenceProfileId = `${where}.${foundationModelId}`;
  const model = {
    type: 'inference-profile',
    inferenceProfileId,
    foundationModelId,
    regions: [region],
  } as const;
  expect(lintModel(model)).toHaveLength(allowed ? 0 : 1);
});

describe('references of a document', () => {
  const parameter = {
    name: 'loanId',
    in: 'path',
    description: 'Loan',
    required: true,
    schema: { type: 'string' },
  };
  const at = '/paths/~1loans~1{loanId}/get/parameters';
  const withReference = (parameters: object) =>
    lintDocument(
      put(put(document, at, [{ $ref: '#/components/parameters/loanId' }]), '/components', { parameters }),
    );

  it('are followed', () => {
    expect(withReference({ loanId: parameter })).toEqual([]);
    expect(withReference({ loanId: { ...parameter, description: '' } })).toMatchObject([
      { rule: 'parameter-description', path: `${at}/0/description` },
    ]);
  });

  it('that turn in a circle lead nowhere', () => {
    const circle = { $ref: '#/components/parameters/loanId' };
    expect(withReference({ loanId: circle }).map(({ rule }) => rule)).toContain('reference-resolves');
  });
});
