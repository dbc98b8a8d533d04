import type { TableConfig } from '../../agent-config';
import { type ConfigSubject, groupsOf, tablesOf } from '../config';
import { isObject } from '../document';
import { type Offence, type Rule, repeated } from '../rule';
import { pages } from '../sources';

/** Rules about the files that the configuration names, and about what the laptop needs. */
export const projectRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'entry-exists',
    demand: 'The entry of an action group is a file of the project.',
    bedrock: 'not documented',
    mend: 'Give the path from the project folder, with its ending .ts',
    source: pages.lambda,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        if (!subject.readText || subject.readText(value.entry) !== undefined) continue;
        yield { path: `${path}/entry`, message: `There is no file ${value.entry}` };
      }
    },
  },
  {
    id: 'entry-handler',
    demand: 'The entry exports handler.',
    bedrock: 'not documented',
    mend: 'Write export const handler = defineActionGroup(contract, handlers)',
    source: pages.lambda,
    *check(subject) {
      // A look at the text, no parse: a comment that says so passes too.
      const exported =
        /\bexport\s+((const|let|async\s+function|function)\s+handler\b|\{[^}]*\bhandler\b[^}]*\})/;
      for (const { path, value } of groupsOf(subject)) {
        const text = subject.readText?.(value.entry);
        if (text === undefined || exported.test(text)) continue;
        yield { path: `${path}/entry`, message: `${value.entry} exports no handler` };
      }
    },
  },
  {
    id: 'seed-exists',
    demand: 'The seed of a table is a file of the project.',
    bedrock: 'not documented',
    mend: 'Give the path from the project folder, or leave seed out',
    source: pages.putItem,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        if (!value.seed || !subject.readText || subject.readText(value.seed) !== undefined) continue;
        yield { path: `${path}/seed`, message: `There is no file ${value.seed}` };
      }
    },
  },
  {
    id: 'seed-items',
    demand: 'A seed is a JSON array of items, each with its own key, as text.',
    bedrock: 'not documented',
    mend: 'Give every item the key attributes of the table, as non-empty strings',
    source: pages.putItem,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        const text = value.seed && subject.readText?.(value.seed);
        for (const message of text ? seedProblems(text, value) : []) {
          yield { path: `${path}/seed`, message: `${value.seed}: ${message}` };
        }
      }
    },
  },
  {
    id: 'laptop-identity',
    demand: 'The laptop sends sessionAttributes.customerId when an operation needs an identity.',
    bedrock: 'not documented',
    mend: 'Add laptop.sessionAttributes.customerId: without it every such call is refused',
    source: pages.sessionState,
    *check({ config }) {
      const operations = config.actionGroups.flatMap(({ contract }) => Object.values(contract.operations));
      if (config.laptop.sessionAttributes.customerId) return;
      if (!operations.some(({ identity }) => identity === 'required')) return;
      yield { path: '/laptop/sessionAttributes/customerId', message: 'There is none' };
    },
  },
  {
    id: 'personal-field',
    demand: "A personal field has a name that Bedrock's own events and traces do not use.",
    bedrock: 'not documented',
    mend: 'Give the field a name of its own in contract and items, for example recipientName',
    source: pages.lambda,
    *check({ config }) {
      for (const [index, name] of (config.recording?.personal ?? []).entries()) {
        if (!wordsOfEvents.has(name)) continue;
        const message = `Redaction would also replace what stands in ${name} of events, and no recording could be replayed`;
        yield { path: `/recording/personal/${index}`, message };
      }
    },
  },
];

/** Under these names events, traces and messages of a model have texts of their own. */
const wordsOfEvents: ReadonlySet<string> = new Set(
  [
    'name type value text id alias version role code message',
    'actionGroup actionGroupName apiPath httpMethod verb executionType messageVersion body',
    'inputText sessionId invocationId traceId agentId agentAliasId agentVersion',
    'toolUseId stopReason foundationModel knowledgeBaseId uri table',
  ].flatMap((line) => line.split(' ')),
);

function* seedProblems(text: string, table: TableConfig): Generator<Offence['message']> {
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch (error) {
    yield `it is not JSON: ${(error as Error).message}`;
    return;
  }
  if (!Array.isArray(items)) {
    yield 'it is no array';
    return;
  }
  const keys = table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey];
  const keyOf = (item: unknown) => keys.map((key) => (isObject(item) ? item[key] : undefined));
  const lacking = items.findIndex((item) =>
    keyOf(item).some((part) => typeof part !== 'string' || part === ''),
  );
  if (lacking >= 0) yield `item ${lacking} has no text as ${keys.join(' and ')}`;
  else {
    for (const { index, earlier } of repeated(items, (item) => JSON.stringify(keyOf(item)))) {
      yield `item ${index} has the key of item ${earlier}`;
    }
  }
}
