import type { AgentConfig, ModelReference } from './agent-config';
import { stages } from './agent-config';
import type { Contract } from './contract';
import type { ConfigSubject } from './lint/config';
import type { DocumentSubject } from './lint/document';
import { apply, type Finding, findingOf, type Rule, within } from './lint/rule';
import { agentRules } from './lint/rules/agent';
import { argumentRules } from './lint/rules/argument';
import { chunkingRules } from './lint/rules/chunking';
import { contractRules } from './lint/rules/contract';
import { documentRules } from './lint/rules/document';
import { guardrailRules } from './lint/rules/guardrail';
import { knowledgeBaseRules } from './lint/rules/knowledge-base';
import { knowledgeBaseFormRules } from './lint/rules/knowledge-base-form';
import { modelRules } from './lint/rules/model';
import { projectRules } from './lint/rules/project';
import { schemaRules } from './lint/rules/schema';
import { tableRules } from './lint/rules/table';
import { pages } from './lint/sources';
import { ContractError, openApiDocument } from './openapi';

export type { Finding };
export type LintOptions = Pick<ConfigSubject, 'readText' | 'listFiles'>;

const openApiRules = [...documentRules, ...argumentRules, ...schemaRules];
const wholeConfigRules = [
  ...agentRules,
  ...tableRules,
  ...projectRules,
  ...knowledgeBaseRules,
  ...chunkingRules,
];

const acceptedFinding: Omit<Rule<never>, 'check'> = {
  id: 'accepted-finding',
  demand: 'An accepted finding names a rule that finds something there, and says why it is accepted.',
  bedrock: 'not documented',
  mend: 'Delete the entry, or correct its rule and path, and give a reason',
  source: pages.quotas,
};

/** Every rule, without what applies it. */
export const rules: readonly Omit<Rule<never>, 'check'>[] = [
  ...contractRules,
  ...openApiRules,
  ...knowledgeBaseFormRules,
  ...wholeConfigRules,
  ...modelRules,
  ...guardrailRules,
  acceptedFinding,
];

/** Lints an OpenAPI document, also one that was not made here; nothing about its form is assumed. */
export const lintDocument = (document: unknown, actionGroup?: string): Finding[] =>
  apply<DocumentSubject>(openApiRules, { document, actionGroup });

/** Lints a contract and the document made of it; the paths of the latter begin with `/apiSchema`. */
export function lintContract(contract: Contract, actionGroup?: string): Finding[] {
  const own = apply(contractRules, contract);
  try {
    return [...own, ...within('/apiSchema', lintDocument(openApiDocument(contract), actionGroup))];
  } catch (error) {
    // A rule has found it already.
    if (error instanceof ContractError) return own;
    throw error;
  }
}

/** Lints one reference to a model, for example the one that the command line names. */
export const lintModel = (model: ModelReference): Finding[] => apply(modelRules, model);

/** Lints the whole configuration, contracts included; accepted findings are left out. */
export function lintConfig(given: AgentConfig, options: LintOptions = {}): Finding[] {
  const malformed = apply<ConfigSubject>(knowledgeBaseFormRules, { config: given });
  // The other rules look at values whose form they rely on.
  const config = malformed.length > 0 ? { ...given, knowledgeBase: undefined } : given;
  const findings = [
    ...malformed,
    ...apply<ConfigSubject>(wholeConfigRules, { config, ...options }),
    ...stages.flatMap((stage) => within(`/model/${stage}`, lintModel(config.model[stage]))),
    ...within('/guardrail', apply(guardrailRules, config.guardrail)),
    ...(config.knowledgeBase?.parsing
      ? within('/knowledgeBase/parsing/model', lintModel(config.knowledgeBase.parsing.model))
      : []),
    ...config.actionGroups.flatMap(({ contract, name }, index) =>
      within(`/actionGroups/${index}/contract`, lintContract(contract, name)),
    ),
  ];
  return withoutAccepted(config, findings);
}

function withoutAccepted({ acceptedFindings = [] }: AgentConfig, findings: readonly Finding[]): Finding[] {
  const accepts = ({ rule, path }: { rule: string; path?: string }, finding: Finding) =>
    finding.rule === rule && (path === undefined || finding.path === path);
  const idle = acceptedFindings.flatMap((accepted, index) => {
    const found = findings.some((finding) => accepts(accepted, finding));
    if (found && accepted.reason.trim() !== '') return [];
    const message = found ? `${accepted.rule} has no reason` : `${accepted.rule} finds nothing there`;
    return [findingOf(acceptedFinding, { path: `/acceptedFindings/${index}`, message })];
  });
  const left = findings.filter((finding) => !acceptedFindings.some((accepted) => accepts(accepted, finding)));
  return [...left, ...idle];
}

/** The configuration breaks rules: `findings` holds them all, the message the readable list. */
export class LintError extends Error {
  override readonly name = 'LintError';
  constructor(readonly findings: readonly Finding[]) {
    const list = findings.map(({ rule, path, message, mend }) => `  ${path}: ${message}. ${mend}. [${rule}]`);
    super(
      [
        `agent.config.ts breaks ${findings.length === 1 ? 'a rule' : `${findings.length} rules`}:`,
        ...list,
      ].join('\n'),
    );
  }
}

/** @throws {LintError} unless the configuration passes every rule. */
export function assertValid(config: AgentConfig, options?: LintOptions): void {
  const findings = lintConfig(config, options);
  if (findings.length > 0) throw new LintError(findings);
}
