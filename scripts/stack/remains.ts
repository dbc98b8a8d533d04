import type { Resource, Template } from './assembly-facts';

export interface Remaining {
  readonly type: string;
  /** Its name or id at AWS. */
  readonly name: string;
  /** Commands that remove it, in their sequence; empty when none is known. */
  readonly remove: readonly string[];
}

export interface Fate {
  readonly remains: readonly Remaining[];
  /** Names of tables that are deleted with all that they hold. */
  readonly deletedTables: readonly string[];
}

/** Resources that are parts of another one, and go when that is deleted whatever their own policy says. */
const partOf: Readonly<Record<string, string>> = {
  // API reference, DeleteFunction: without a qualifier it deletes all versions.
  'AWS::Lambda::Version': 'FunctionName',
  'AWS::Lambda::Permission': 'FunctionName',
  // API reference, DeleteGuardrail: without a version it deletes all of them.
  'AWS::Bedrock::GuardrailVersion': 'GuardrailIdentifier',
};

const removal: Readonly<Record<string, (name: string) => readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': (name) => removeTable(name),
  'AWS::DynamoDB::Table': (name) => removeTable(name),
  'AWS::Logs::LogGroup': (name) => [`aws logs delete-log-group --log-group-name ${name}`],
};
const removeTable = (name: string) => [
  `aws dynamodb update-table --table-name ${name} --no-deletion-protection-enabled`,
  `aws dynamodb delete-table --table-name ${name}`,
];
const tables = new Set(['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table']);

/** What becomes of a deployed stack's resources when it is destroyed, by its own template. */
export function fateOf(template: Template, physicalIds: ReadonlyMap<string, string>): Fate {
  const resources = Object.entries(template.Resources ?? {});
  const named = resources.map(([logicalId, resource]) => ({
    logicalId,
    resource,
    type: resource.Type,
    name: physicalIds.get(logicalId) ?? logicalId,
  }));
  return {
    remains: named
      .filter(({ logicalId }) => stays(template, logicalId))
      .map(({ type, name }) => ({ type, name, remove: removal[type]?.(name) ?? [] })),
    deletedTables: named
      .filter(({ type, logicalId }) => tables.has(type) && !stays(template, logicalId))
      .map(({ name }) => name),
  };
}

function stays(template: Template, logicalId: string): boolean {
  const resource = template.Resources?.[logicalId];
  // Of another stack, which has its own say.
  if (!resource) return true;
  // RetainExceptOnCreate, too; a snapshot is not kept of anything here.
  if (!resource.DeletionPolicy?.startsWith('Retain')) return false;
  const whole = wholeOf(resource);
  return whole === undefined || stays(template, whole);
}

/** The logical id of what a resource is a part of. */
function wholeOf({ Type, Properties = {} }: Resource): string | undefined {
  const value = Properties[partOf[Type] ?? ''];
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return ref ?? attribute?.[0];
}
