import * as path from 'node:path';
import { AssetStaging, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Stage, TableConfig } from '../schemas/agent-config';

export interface TableProps {
  readonly config: TableConfig;
  readonly stage: Stage;
  readonly root: string;
}

/** A table of the configuration; in prod neither a stack nor a slip can delete it. */
export class Table extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { config, stage, root } = props;
    const prod = stage === 'prod';
    this.table = new TableV2(this, 'Resource', {
      ...keys(config),
      globalSecondaryIndexes: config.indexes?.map((index) => ({ indexName: index.name, ...keys(index) })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: prod,
      removalPolicy: prod ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Never in prod, where nothing may write it.
    if (config.seed && !prod) this.nameSeed(path.join(root, config.seed));
  }

  /** Stages the seed in the assembly and names it, relative to the assembly: it never reaches AWS by itself. */
  private nameSeed(sourcePath: string): void {
    const staging = new AssetStaging(this, 'Seed', { sourcePath });
    const resource = this.table.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error('TableV2 has no CloudFormation resource');
    resource.addMetadata('outcrop:seed', staging.relativeStagedPath(Stack.of(this)));
  }
}

const keys = ({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string }) => ({
  partitionKey: { name: partitionKey, type: AttributeType.STRING },
  ...(sortKey && { sortKey: { name: sortKey, type: AttributeType.STRING } }),
});
