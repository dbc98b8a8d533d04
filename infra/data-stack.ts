import * as path from 'node:path';
import { AssetStaging, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { AgentConfig, Stage, TableConfig } from '../schemas/agent-config';

export interface DataStackProps extends StackProps {
  readonly config: AgentConfig;
  readonly stage: Stage;
}

/** What must outlive the agent: the tables of its action groups. */
export class DataStack extends Stack {
  readonly tables = new Map<TableConfig, TableV2>();

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    for (const table of props.config.actionGroups.flatMap((group) => group.tables ?? [])) {
      this.tables.set(table, this.table(table, props.stage));
    }
  }

  private table(config: TableConfig, stage: Stage): TableV2 {
    const key = (name: string) => ({ name, type: AttributeType.STRING });
    const table = new TableV2(this, `Table-${config.name}`, {
      partitionKey: key(config.partitionKey),
      sortKey: config.sortKey ? key(config.sortKey) : undefined,
      globalSecondaryIndexes: config.indexes?.map((index) => ({
        indexName: index.name,
        partitionKey: key(index.partitionKey),
        sortKey: index.sortKey ? key(index.sortKey) : undefined,
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage === 'prod',
      removalPolicy: stage === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (config.seed) {
      const staging = new AssetStaging(table, 'Seed', {
        sourcePath: path.join(__dirname, '..', config.seed),
      });
      const resource = table.node.defaultChild as import('aws-cdk-lib').CfnResource;
      resource.addMetadata('outcrop:seed', staging.relativeStagedPath(this));
    }
    return table;
  }
}
