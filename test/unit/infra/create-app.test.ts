import type { ActionGroupConfig, AgentConfig } from '../../../schemas/agent-config';
import { config, synthesize } from './synthesized';

const [group] = config.actionGroups as readonly [ActionGroupConfig];
const filters = config.guardrail.contentFilters ?? [];

/** What CloudFormation's own validation lets through. */
it.each<[string, Partial<AgentConfig>, string]>([
  ['an instruction beyond the quota', { instruction: 'x'.repeat(25_000) }, '/instruction'],
  [
    'a prompt attack filter on the output',
    {
      guardrail: {
        ...config.guardrail,
        contentFilters: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'HIGH' }],
      },
    },
    '/guardrail/contentFilters/0',
  ],
  [
    'a grounding threshold above 1',
    { guardrail: { contentFilters: filters, ...config.guardrail, contextualGrounding: { grounding: 1.2 } } },
    '/guardrail/contextualGrounding',
  ],
  [
    'an OpenAPI document that Bedrock refuses',
    {
      actionGroups: [
        {
          ...group,
          contract: {
            ...group.contract,
            operations: Object.fromEntries(
              Object.entries(group.contract.operations).map(([id, operation]) => [
                id,
                { ...operation, description: '' },
              ]),
            ),
          },
        },
      ],
    },
    '/actionGroups/0/contract',
  ],
  [
    'an entry that is no file',
    { actionGroups: [{ ...group, entry: 'functions/nothing.ts' }] },
    '/actionGroups/0/entry',
  ],
  [
    'two action groups of one id',
    { actionGroups: [group, { ...group, name: `${group.name}-` }] },
    '/actionGroups/1/name',
  ],
])('refuses %s where it is made, naming the place and the mend', (_, change, path) => {
  expect(() => synthesize({ change })).toThrow(path);
});

it('lints the model of -c model= too', () => {
  expect(() => synthesize({ context: { model: 'anthropic.claude-sonnet-4-6' } })).toThrow(
    /^model: 'anthropic\.claude-sonnet-4-6': .+ Use type: 'inference-profile'/,
  );
});

it('takes a finding that was accepted with its reason', () => {
  const instruction = 'x'.repeat(25_000);
  const acceptedFindings = [{ rule: 'instruction-length', reason: 'The quota was raised.' }];
  expect(() => synthesize({ change: { instruction, acceptedFindings } })).not.toThrow();
});
