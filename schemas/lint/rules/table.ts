import type { TableConfig } from '../../agent-config';
import { type ConfigSubject, groupsOf, tablesOf, templateId } from '../config';
import { type Rule, repeated } from '../rule';
import { pages } from '../sources';

const keysOf = ({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string }) =>
  sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];

/** What makes the table itself; what each action group may do with it is its own. */
const definitionOf = ({ partitionKey, sortKey, indexes = [], seed }: TableConfig) =>
  JSON.stringify([partitionKey, sortKey, indexes, seed]);

/** Rules about tables. */
export const tableRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'table-name',
    demand: 'A table is named with lower-case words, joined by hyphens: the name becomes <NAME>_TABLE.',
    bedrock: 'not documented',
    mend: 'Use letters a to z, digits and single hyphens, with a letter first',
    source: pages.lambdaEnvironment,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value.name)) continue;
        yield { path: `${path}/name`, message: `The name is ${JSON.stringify(value.name)}` };
      }
    },
  },
  {
    id: 'table-unique',
    demand: 'An action group names a table once.',
    bedrock: 'not documented',
    mend: 'Join the two, or rename one',
    source: pages.lambdaEnvironment,
    *check(subject) {
      for (const { path, value } of groupsOf(subject)) {
        for (const { item, index, earlier } of repeated(value.tables ?? [], ({ name }) => templateId(name))) {
          yield { path: `${path}/tables/${index}/name`, message: `${item.name} is table ${earlier} already` };
        }
      }
    },
  },
  {
    id: 'table-shared',
    demand: 'Action groups that share a table describe the same keys, indexes and seed.',
    bedrock: 'not documented',
    mend: 'Describe it once, as a constant that both groups spread; actions may differ',
    source: pages.createTable,
    *check(subject) {
      const tables = tablesOf(subject);
      for (const { item, earlier } of repeated(tables, ({ value }) => templateId(value.name))) {
        const other = tables[earlier];
        const sameGroup = other?.path.split('/')[2] === item.path.split('/')[2];
        if (!other || sameGroup || definitionOf(other.value) === definitionOf(item.value)) continue;
        yield { path: item.path, message: `${item.value.name} differs from ${other.path}` };
      }
    },
  },
  {
    id: 'key-name',
    demand: 'The name of a key has 1 to 255 characters.',
    bedrock: 'not documented',
    mend: 'Name the attribute that is the key',
    source: pages.keySchema,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        const holders = [value, ...(value.indexes ?? [])];
        for (const [index, holder] of holders.entries()) {
          const at = index === 0 ? path : `${path}/indexes/${index - 1}`;
          for (const [position, key] of keysOf(holder).entries()) {
            if (key.length >= 1 && key.length <= 255) continue;
            const field = position === 0 ? 'partitionKey' : 'sortKey';
            yield { path: `${at}/${field}`, message: `${holder.name}: it has ${key.length}` };
          }
        }
      }
    },
  },
  {
    id: 'key-distinct',
    demand: 'Partition key and sort key are two attributes.',
    bedrock: 'not documented',
    mend: 'Name another attribute, or leave the sort key out',
    source: pages.createTable,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        const holders = [value, ...(value.indexes ?? [])];
        for (const [index, { partitionKey, sortKey, name }] of holders.entries()) {
          if (partitionKey !== sortKey) continue;
          const at = index === 0 ? path : `${path}/indexes/${index - 1}`;
          yield { path: `${at}/sortKey`, message: `${name}: both are ${partitionKey}` };
        }
      }
    },
  },
  {
    id: 'index-name',
    demand: 'An index is named with 3 to 255 letters, digits, underscores, hyphens and dots.',
    bedrock: 'not documented',
    mend: 'Rename it',
    source: pages.dynamodbNames,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        for (const [index, { name }] of (value.indexes ?? []).entries()) {
          if (/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) continue;
          yield { path: `${path}/indexes/${index}/name`, message: `The name is ${JSON.stringify(name)}` };
        }
      }
    },
  },
  {
    id: 'index-unique',
    demand: 'No two indexes of a table have one name.',
    bedrock: 'not documented',
    mend: 'Rename one of the two',
    source: pages.createTable,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        for (const { item, index, earlier } of repeated(value.indexes ?? [], ({ name }) => name)) {
          yield {
            path: `${path}/indexes/${index}/name`,
            message: `${item.name} is index ${earlier} already`,
          };
        }
      }
    },
  },
  {
    id: 'index-count',
    demand: 'A table has at most 20 global secondary indexes; the quota can be raised.',
    bedrock: 'not documented',
    mend: 'Leave indexes out, or have the quota raised and accept this finding',
    source: pages.dynamodbLimits,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        const { length } = value.indexes ?? [];
        if (length > 20) yield { path: `${path}/indexes`, message: `${value.name} has ${length}` };
      }
    },
  },
  {
    id: 'index-actions',
    demand: 'Actions on indexes need an index.',
    bedrock: 'not documented',
    mend: 'Declare the index, or leave indexActions out',
    source: pages.createTable,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        const { indexes = [], indexActions = [] } = value;
        if (indexes.length > 0 || indexActions.length === 0) continue;
        yield {
          path: `${path}/indexActions`,
          message: `${value.name} has no index for ${indexActions.join(', ')}`,
        };
      }
    },
  },
  {
    id: 'table-actions',
    demand: 'A function may do something with its tables.',
    bedrock: 'not documented',
    mend: "Name the actions that its code uses, for example ['GetItem']",
    source: pages.createTable,
    *check(subject) {
      for (const { path, value } of tablesOf(subject)) {
        if (value.actions.length > 0 || (value.indexActions ?? []).length > 0) continue;
        yield { path: `${path}/actions`, message: `${value.name} has none` };
      }
    },
  },
];
