import * as path from 'node:path';
import { AssetStaging, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage, TableConfig } from '../schemas/agent-config';

export interface TableProps {
  readonly config: TableConfig;
  readonly stage: Stage;
  readonly root: string;
  /** AWS's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/** A table of the configuration; in prod neither a stack nor a slip can delete it. */
export class Table extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { config, stage, root, encryptionKey } = props;
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
    if (encryptionKey) this.encryptWith(encryptionKey);
    // Never in prod, where nothing may write it.
    if (config.seed && !prod) this.nameSeed(path.join(root, config.seed));
  }

  /** TableV2 takes a key only in a stack that names its region, and this one fits them all. */
  private encryptWith({ keyArn }: IKey): void {
    this.resource.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
    this.resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: keyArn });
  }

  /** Stages the seed in the assembly and names it, relative to the assembly: it never reaches AWS by itself. */
  private nameSeed(sourcePath: string): void {
    const staging = new AssetStaging(this, 'Seed', { sourcePath });
    this.resource.addMetadata('outcrop:seed', staging.relativeStagedPath(Stack.of(this)));
  }

  private get resource(): CfnResource {
    const resource = this.table.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error('TableV2 has no CloudFormation resource');
    return resource;
  }
}

const keys = ({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string }) => ({
  partitionKey: { name: partitionKey, type: AttributeType.STRING },
  ...(sortKey && { sortKey: { name: sortKey, type: AttributeType.STRING } }),
});
