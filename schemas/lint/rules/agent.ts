import { openApiDocument } from '../../openapi';
import { ContractError } from '../../openapi-schema';
import { badLength, type ConfigSubject, groupsOf, templateId } from '../config';
import { type Rule, repeated } from '../rule';
import { messages, pages } from '../sources';

const bedrockName = /^([0-9a-zA-Z][_-]?){1,100}$/;
/** A guardrail's name has at most 50 characters, and is the agent's name and `-prod`. */
const longestName = 50 - '-prod'.length;
/** A template in S3 may have 1 MB; the documents are a part of it. */
const templateBytes = 1_000_000;

/** Rules about the agent, its action groups and its functions. */
export const agentRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'agent-name',
    demand: 'The name is lower-case words, joined by hyphens: it begins the names of stacks and resources.',
    bedrock: 'not documented',
    mend: 'Use letters a to z, digits and single hyphens, with a letter first',
    source: pages.createAgent,
    *check({ config: { name } }) {
      if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return;
      yield { path: '/name', message: `The name is ${JSON.stringify(name)}` };
    },
  },
  {
    id: 'agent-name-length',
    demand: `The name has at most ${longestName} characters: with "-prod" it is the guardrail's name, of at most 50.`,
    bedrock: 'not documented',
    mend: 'Shorten it',
    source: pages.createGuardrail,
    *check({ config: { name } }) {
      if (name.length <= longestName) return;
      yield { path: '/name', message: `The name has ${name.length} characters` };
    },
  },
  {
    id: 'agent-description',
    demand: 'The description has 1 to 200 characters.',
    bedrock: 'not documented',
    mend: 'Say in one sentence what the agent is for',
    source: pages.createAgent,
    *check({ config }) {
      const bad = badLength(config.description, 1, 200);
      if (bad) yield { path: '/description', message: `The description ${bad}` };
    },
  },
  {
    id: 'instruction-present',
    demand: 'The instruction has at least 40 characters.',
    bedrock: 'not documented',
    mend: 'Say who the agent is, what it may do, and what it must not',
    source: pages.createAgent,
    *check({ config: { instruction } }) {
      if (instruction.trim().length >= 40) return;
      yield { path: '/instruction', message: `The instruction has ${instruction.trim().length}` };
    },
  },
  {
    id: 'instruction-length',
    demand: 'The instruction has at most 20,000 characters.',
    bedrock: messages.instructionQuota,
    mend: 'Shorten it; facts belong into a knowledge base or behind an operation',
    source: pages.quotas,
    *check({ config: { instruction } }) {
      if (instruction.length <= 20_000) return;
      yield { path: '/instruction', message: `The instruction has ${instruction.length}` };
    },
  },
  {
    id: 'session-ttl',
    demand: 'A session idles from 60 to 3,600 seconds.',
    bedrock: 'not documented',
    mend: 'Choose whole seconds in that range',
    source: pages.createAgent,
    *check({ config: { idleSessionTtlInSeconds: seconds } }) {
      if (Number.isInteger(seconds) && seconds >= 60 && seconds <= 3600) return;
      yield { path: '/idleSessionTtlInSeconds', message: `It is ${seconds}` };
    },
  },
  {
    id: 'action-groups-present',
    demand: 'The agent has an action group.',
    bedrock: 'not documented',
    mend: 'Add an action group with a contract and an entry',
    source: pages.createAgent,
    *check({ config: { actionGroups } }) {
      if (actionGroups.length === 0) yield { path: '/actionGroups', message: 'It has none' };
    },
  },
  {
    id: 'action-group-count',
    demand: 'An agent has at most 15 enabled action groups (20 in all); the quota can be raised.',
    bedrock: 'not documented',
    mend: 'Join groups, or have the quota "Enabled action groups per agent" raised and accept this finding',
    source: pages.quotas,
    *check({ config: { actionGroups } }) {
      if (actionGroups.length <= 15) return;
      yield { path: '/actionGroups', message: `There are ${actionGroups.length}, all of them enabled` };
    },
  },
  {
    id: 'api-count',
    demand: 'An agent has at most 11 operations over all action groups; the quota can be raised.',
    bedrock: 'not documented',
    mend: 'Leave operations out, or have the quota "APIs per Agent" raised and accept this finding',
    source: pages.quotas,
    *check({ config: { actionGroups } }) {
      const counts = actionGroups.map(({ contract }) => Object.keys(contract.operations).length);
      const sum = counts.reduce((a, b) => a + b, 0);
      if (sum > 11) yield { path: '/actionGroups', message: `There are ${sum}: ${counts.join(' + ')}` };
    },
  },
  {
    id: 'action-group-name',
    demand: 'An action group is named with letters and digits, with single hyphens or underscores between.',
    bedrock: 'not documented',
    mend: 'Use 1 to 100 letters and digits; two separators in a row are not allowed',
    source: pages.createActionGroup,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        if (bedrockName.test(value.name)) continue;
        yield { path: `${path}/name`, message: `The name is ${JSON.stringify(value.name)}` };
      }
    },
  },
  {
    id: 'action-group-unique',
    demand: 'No two action groups have one name, or names that differ in capitals and separators only.',
    bedrock: 'not documented',
    mend: 'Rename one of the two',
    source: pages.createActionGroup,
    *check(subject) {
      const groups = groupsOf(subject);
      for (const { item, earlier } of repeated(groups, ({ value }) => templateId(value.name))) {
        yield {
          path: `${item.path}/name`,
          message: `${item.value.name} is ${groups[earlier]?.path} already`,
        };
      }
    },
  },
  {
    id: 'action-group-description',
    demand: 'The description of an action group has 1 to 200 characters.',
    bedrock: 'not documented',
    mend: 'Say in one sentence what its operations are for',
    source: pages.createActionGroup,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        const bad = badLength(value.description, 1, 200);
        if (bad) yield { path: `${path}/description`, message: `The description of ${value.name} ${bad}` };
      }
    },
  },
  {
    id: 'documents-size',
    demand: 'The documents of all action groups fit into one CloudFormation template of 1 MB.',
    bedrock: 'not documented',
    mend: 'Shorten descriptions, or leave fields out that the agent does not need',
    source: pages.cloudFormation,
    *check(subject) {
      // Inside the template the document is a JSON string: its quotes are escaped once more.
      const sizes = groupsOf(subject).map(({ value }) =>
        Buffer.byteLength(JSON.stringify(documentOf(value))),
      );
      const sum = sizes.reduce((a, b) => a + b, 0);
      if (sum > templateBytes) yield { path: '/actionGroups', message: `They have ${sum} bytes` };
    },
  },
  {
    id: 'function-timeout',
    demand: 'A function runs from 1 to 900 seconds.',
    bedrock: 'not documented',
    mend: 'Choose whole seconds in that range; a user waits for them',
    source: pages.lambdaLimits,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        const { timeoutInSeconds: seconds = 1 } = value;
        if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 900) continue;
        yield { path: `${path}/timeoutInSeconds`, message: `${value.name} has ${seconds}` };
      }
    },
  },
  {
    id: 'function-memory',
    demand: 'A function has 128 to 10,240 MB of memory.',
    bedrock: 'not documented',
    mend: 'Choose whole megabytes in that range',
    source: pages.lambdaLimits,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        const { memorySizeInMb: size = 128 } = value;
        if (Number.isInteger(size) && size >= 128 && size <= 10_240) continue;
        yield { path: `${path}/memorySizeInMb`, message: `${value.name} has ${size}` };
      }
    },
  },
];

/** The payload as infrastructure writes it; what can't be said is another rule's finding. */
function documentOf({ contract }: ConfigSubject['config']['actionGroups'][number]): string {
  try {
    return JSON.stringify(openApiDocument(contract));
  } catch (error) {
    if (error instanceof ContractError) return '';
    throw error;
  }
}
