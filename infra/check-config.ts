import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ActionGroupConfig, AgentConfig, TableConfig } from '../schemas/agent-config';
import { ConfigError } from './config-error';
import { pascalCase, tableVariable } from './names';

/** Checks what only shows once constructs are made of the configuration: files, ids and shared tables. */
export function checkConfig(config: AgentConfig, root: string): void {
  const ids = new Map<string, string>();
  config.actionGroups.forEach((group, index) => {
    const field = `actionGroups[${index}]`;
    unique(ids, pascalCase(group.name), `${field}.name`, group.name);
    checkEntry(group, field, root);
    checkVariables(group, field);
  });
  checkTables(config, root);
}

function unique(seen: Map<string, string>, id: string, field: string, name: string): void {
  const other = seen.get(id);
  if (other !== undefined) {
    throw new ConfigError(field, `'${name}' and '${other}' both become ${id} in the template`, 'Rename one');
  }
  seen.set(id, name);
}

function checkEntry({ entry }: ActionGroupConfig, field: string, root: string): void {
  if (existsSync(path.join(root, entry))) return;
  throw new ConfigError(
    `${field}.entry`,
    `there is no file ${entry}`,
    'Give the path from the project folder',
  );
}

function checkVariables({ tables = [] }: ActionGroupConfig, field: string): void {
  const variables = new Map<string, string>();
  tables.forEach(({ name }, index) => {
    unique(variables, tableVariable(name), `${field}.tables[${index}].name`, name);
  });
}

function checkTables(config: AgentConfig, root: string): void {
  const tables = new Map<string, { table: TableConfig; field: string }>();
  const ids = new Map<string, string>();
  config.actionGroups.forEach(({ tables: own = [] }, group) => {
    own.forEach((table, index) => {
      const field = `actionGroups[${group}].tables[${index}]`;
      const other = tables.get(table.name);
      if (other) checkShared(table, field, other.table, other.field);
      else {
        unique(ids, pascalCase(table.name), `${field}.name`, table.name);
        if (table.seed) checkSeed(table, table.seed, `${field}.seed`, root);
      }
      tables.set(table.name, other ?? { table, field });
    });
  });
}

/** What makes the table itself; what each group may do with it is its own. */
function checkShared(table: TableConfig, field: string, other: TableConfig, otherField: string): void {
  for (const key of ['partitionKey', 'sortKey', 'indexes', 'seed'] as const) {
    if (JSON.stringify(table[key]) === JSON.stringify(other[key])) continue;
    throw new ConfigError(
      `${field}.${key}`,
      `the table ${table.name} is another one in ${otherField}`,
      'Describe a shared table once, as a constant that both groups spread',
    );
  }
}

function checkSeed(table: TableConfig, seed: string, field: string, root: string): void {
  const file = path.join(root, seed);
  if (!existsSync(file)) {
    throw new ConfigError(field, `there is no file ${seed}`, 'Give the path from the project folder');
  }
  const items = parse(readFileSync(file, 'utf8'), seed, field);
  const names = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])];
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const values = names.map((name) => (item as Readonly<Record<string, unknown>> | null)?.[name]);
    const missing = values.findIndex((value) => typeof value !== 'string' || value === '');
    if (missing >= 0) {
      throw new ConfigError(field, `item ${index} has no text as ${names[missing]}`, 'Give it its key');
    }
    const key = JSON.stringify(values);
    if (seen.has(key)) {
      throw new ConfigError(field, `item ${index} has the key ${key} of an earlier one`, 'Give it another');
    }
    seen.add(key);
  });
}

function parse(text: string, seed: string, field: string): readonly unknown[] {
  const mend = 'Write a JSON array of items';
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(field, `${seed} is not JSON: ${(error as Error).message}`, mend);
  }
  if (!Array.isArray(items)) throw new ConfigError(field, `${seed} is not an array`, mend);
  return items;
}
