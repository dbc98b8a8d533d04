import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface EncryptionKeyProps {
  readonly description: string;
  /** Whether it outlives its stack, as whatever is retained and encrypted with it does. */
  readonly retained: boolean;
}

/**
 * A stack's customer-managed key. IAM policies of the account decide who may use it, as with every key whose policy
 * names the account; the methods add the services that use it without a role of ours.
 */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, { description, retained }: EncryptionKeyProps) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** CloudWatch Logs, for the log groups of the account (user guide, encrypt-log-data-kms). */
  allowLogs(): this {
    const stack = Stack.of(this);
    return this.allow(
      `logs.${stack.region}.${stack.urlSuffix}`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', ...generate, 'kms:DescribeKey'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': this.arnOf('logs', 'log-group', '*') } },
    );
  }

  /** S3 Vectors, which keeps its index up to date by itself (S3 user guide, s3-vectors-data-encryption). */
  allowVectorIndexing(): this {
    return this.allow('indexing.s3vectors.amazonaws.com', ['kms:Decrypt'], {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      ArnLike: { 'aws:SourceArn': this.arnOf('s3vectors', 'bucket', '*', ArnFormat.SLASH_RESOURCE_NAME) },
      'ForAnyValue:StringEquals': {
        'kms:EncryptionContextKeys': ['aws:s3vectors:arn', 'aws:s3vectors:resource-id'],
      },
    });
  }

  private allow(service: string, actions: readonly string[], conditions: Record<string, object>): this {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        conditions,
      }),
    );
    return this;
  }

  private arnOf(
    service: string,
    resource: string,
    resourceName: string,
    arnFormat = ArnFormat.COLON_RESOURCE_NAME,
  ): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat });
  }
}

const generate = ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];

/**
 * What a role of ours needs to read and write what the key encrypts: a knowledge base's for documents, vectors and
 * what it keeps while it ingests (Bedrock user guide, encryption-kb), the agent's to use its guardrail
 * (guardrails-permissions-kms), whoever publishes to a topic (SNS developer guide, sns-key-management). That Bedrock
 * asks in the agent's role for the sessions is not documented; AWS documents it of the caller.
 */
export const useOfKey = (keyArn: string): PolicyStatement =>
  new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] });

/** What DynamoDB asks for in the name of whoever uses an encrypted table (developer guide, encryption.usagenotes). */
export const useOfTableKey = (keyArn: string, viaService: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': viaService } },
  });
