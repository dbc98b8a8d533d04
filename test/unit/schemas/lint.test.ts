import { lintConfig, lintContract, lintDocument, rules } from '../../../schemas/lint';
import { openApiDocument } from '../../../schemas/openapi';
import { type LintCase, put } from '../../fixtures/lint/case';
import { configCases } from '../../fixtures/lint/config-cases';
import { contractCases } from '../../fixtures/lint/contract-cases';
import { documentCases } from '../../fixtures/lint/document-cases';
import { guardrailCases } from '../../fixtures/lint/guardrail-cases';
import { library, readText } from '../../fixtures/lint/library';
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
    cases: [...configCases, ...guardrailCases],
    lint: (c: LintCase, value: unknown) => lintConfig(put(library, c.at, value), { readText }),
  },
};

it('finds nothing in the valid subjects', () => {
  expect(lintContract(loans, 'loans')).toEqual([]);
  expect(lintDocument(document, 'loans')).toEqual([]);
  expect(lintConfig(library, { readText })).toEqual([]);
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
