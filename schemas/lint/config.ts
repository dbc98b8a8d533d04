import type { ActionGroupConfig, AgentConfig, TableConfig } from '../agent-config';

export interface ConfigSubject {
  readonly config: AgentConfig;
  /**
   * The text of a file of the project, undefined when there is none. Without it, rules about files are not
   * applied: infrastructure and the validate command give it, the rules themselves touch no disk.
   */
  readonly readText?: (path: string) => string | undefined;
  /** The files below a folder of the project, relative to the project; undefined when there is no such folder. */
  readonly listFiles?: (folder: string) => readonly string[] | undefined;
}

export interface Placed<T> {
  readonly path: string;
  readonly value: T;
}

export const groupsOf = ({ config }: ConfigSubject): readonly Placed<ActionGroupConfig>[] =>
  config.actionGroups.map((value, index) => ({ path: `/actionGroups/${index}`, value }));

export const tablesOf = (subject: ConfigSubject): readonly Placed<TableConfig>[] =>
  groupsOf(subject).flatMap(({ path, value: { tables = [] } }) =>
    tables.map((value, index) => ({ path: `${path}/tables/${index}`, value })),
  );

/** Names that differ in their separators and capitals only become one id in the template. */
export const templateId = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** "is empty", "has 201 characters" or undefined when the text fits. */
export function badLength(text: string, min: number, max: number): string | undefined {
  if (text.length >= min && text.length <= max) return undefined;
  return text.length === 0 ? 'is empty' : `has ${text.length} characters, not ${min} to ${max}`;
}
