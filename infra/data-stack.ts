import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { AgentConfig, Stage } from '../schemas/agent-config';
import { EncryptionKey } from './encryption-key';
import { pascalCase } from './names';
import { Table } from './table';

export interface DataStackProps extends StackProps {
  readonly config: AgentConfig;
  readonly stage: Stage;
  /** The project's folder, to which the configuration's paths are relative. */
  readonly root: string;
}

/** What must outlive the agent: the tables of its action groups. */
export class DataStack extends Stack {
  private readonly tables = new Map<string, TableV2>();
  /** Of the tables; AWS's own if absent. */
  readonly encryptionKey: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { config, stage, root } = props;
    this.encryptionKey = config.customerManagedKey
      ? new EncryptionKey(this, 'Key', {
          description: `Tables of ${config.name}-${stage}`,
          retained: stage === 'prod',
        })
      : undefined;
    for (const table of config.actionGroups.flatMap((group) => group.tables ?? [])) {
      // Groups may share a table; lint makes sure that they describe the same one.
      if (this.tables.has(table.name)) continue;
      const { table: resource } = new Table(this, `${pascalCase(table.name)}Table`, {
        config: table,
        stage,
        root,
        encryptionKey: this.encryptionKey,
      });
      this.tables.set(table.name, resource);
      new CfnOutput(this, `Table${pascalCase(table.name)}`, {
        value: resource.tableName,
        description: `Name of the table ${table.name}`,
      });
    }
  }

  table(name: string): TableV2 {
    const table = this.tables.get(name);
    if (!table) throw new Error(`${this.stackName} has no table ${name}`);
    return table;
  }
}
