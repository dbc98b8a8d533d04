import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { CfnDataSource, CfnKnowledgeBase } from 'aws-cdk-lib/aws-bedrock';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { AutoSyncConfig } from '../../schemas/knowledge-base-config';
import { deputy } from '../deputy';
import { useOfKey } from '../encryption-key';
import { acceptFinding } from '../nag';
import { syncWorkflow } from './sync-workflow';

export interface AutoSyncProps {
  readonly config: AutoSyncConfig;
  readonly documents: IBucket;
  /** Which keys are documents; all if not given. */
  readonly prefix: string | undefined;
  readonly knowledgeBase: CfnKnowledgeBase;
  readonly dataSource: CfnDataSource;
  /** Of log and topic; AWS's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/**
 * Syncs by itself. S3 tells a queue of every change, by way of EventBridge; a schedule starts a workflow that looks
 * whether there is any. A queue rather than a look at the bucket: a listing does not show what was deleted, nor
 * when an upload in parts ended.
 */
export class AutoSync extends Construct {
  constructor(scope: Construct, id: string, props: AutoSyncProps) {
    super(scope, id);
    const { config, documents, prefix, knowledgeBase, dataSource, encryptionKey } = props;
    const { partition } = Stack.of(this);
    const changes = this.changes(documents, prefix);
    const failures = new Topic(this, 'Failures', {
      enforceSSL: true,
      ...(encryptionKey && { masterKey: encryptionKey }),
    });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      ...(encryptionKey && { encryptionKey }),
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(
      ['bedrock:StartIngestionJob', 'bedrock:GetIngestionJob', 'bedrock:ListIngestionJobs'],
      knowledgeBase.attrKnowledgeBaseArn,
    );
    allow(['sqs:GetQueueAttributes', 'sqs:PurgeQueue', 'sqs:SendMessage'], changes.queueArn);
    allow(['sns:Publish'], failures.topicArn);
    if (encryptionKey) role.addToPolicy(useOfKey(encryptionKey.keyArn));
    // Step Functions user guide, logging and tracing: neither can be limited to a resource.
    allow(
      [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      '*',
    );
    acceptFinding(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log deliveries and X-Ray segments are of no particular resource (Step Functions user guide, cw-logs and xray)',
    );
    const workflow = new CfnStateMachine(this, 'Workflow', {
      roleArn: role.roleArn,
      stateMachineType: 'STANDARD',
      definitionString: Stack.of(this).toJsonString(
        syncWorkflow({
          knowledgeBaseId: knowledgeBase.attrKnowledgeBaseId,
          dataSourceId: dataSource.attrDataSourceId,
          changesUrl: changes.queueUrl,
          topicArn: failures.topicArn,
          partition,
        }),
      ),
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        // The data would be the names of documents, and nothing more.
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    workflow.node.addDependency(role);
    this.schedule(config, workflow);
    new CfnOutput(Stack.of(this), 'SyncFailures', {
      value: failures.topicArn,
      description: 'The SNS topic that is told which documents failed and why: subscribe to it',
    });
  }

  /** A queue with a message for each change; nobody receives them, only whether there are any counts. */
  private changes(documents: IBucket, prefix: string | undefined): Queue {
    const queue = new Queue(this, 'Changes', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    });
    acceptFinding(
      queue,
      'AwsSolutions-SQS3',
      'Its messages are counted and never received, so none can fail',
    );
    const rule = new CfnRule(this, 'Changed', {
      description: 'Documents that were added, replaced or deleted',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: {
          bucket: { name: [documents.bucketName] },
          ...(prefix && { object: { key: [{ prefix }] } }),
        },
      },
      targets: [{ id: 'Changes', arn: queue.queueArn }],
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
    return queue;
  }

  private schedule(config: AutoSyncConfig, workflow: CfnStateMachine): void {
    const stack = Stack.of(this);
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: deputy(stack, { service: 'scheduler', resource: 'schedule-group', resourceName: 'default' }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [workflow.attrArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Looks whether documents changed',
      ...config,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: workflow.attrArn,
        roleArn: role.roleArn,
        // The next time comes soon enough.
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      },
    });
    schedule.node.addDependency(role);
  }
}
