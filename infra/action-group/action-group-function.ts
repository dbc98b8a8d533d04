import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnPermission,
  Function as LambdaFunction,
  Runtime,
  Tracing,
  type Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ActionGroupConfig, Stage, TableConfig } from '../../schemas/agent-config';
import type { DataStack } from '../data-stack';
import { useOfTableKey } from '../encryption-key';
import { acceptFinding } from '../nag';
import { tableVariable } from '../names';
import { bundle } from './bundle';
import { ErrorAlarm } from './error-alarm';

export interface ActionGroupFunctionProps {
  readonly config: ActionGroupConfig;
  readonly stage: Stage;
  readonly data: DataStack;
  /** The project's folder, to which the entry is relative. */
  readonly root: string;
  /** CloudWatch namespace of the handlers' own metrics, one for each stage. */
  readonly metricsNamespace: string;
  /** Of the log; AWS's own if absent. */
  readonly encryptionKey: IKey | undefined;
}

/** An action group's Lambda function: its log, its role and the version that the agent calls. */
export class ActionGroupFunction extends Construct {
  readonly function: LambdaFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ActionGroupFunctionProps) {
    super(scope, id);
    const { config, stage, data, root, metricsNamespace, encryptionKey } = props;
    const prod = stage === 'prod';
    const logGroup = new LogGroup(this, 'Logs', {
      retention: prod ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS,
      removalPolicy: prod ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryptionKey }),
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `The function of the action group ${config.name}`,
    });
    logGroup.grantWrite(this.role);
    const tables = config.tables ?? [];
    this.function = new LambdaFunction(this, 'Function', {
      description: `Action group ${config.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: bundle(root, config.entry),
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      timeout: Duration.seconds(config.timeoutInSeconds ?? 15),
      memorySize: config.memorySizeInMb ?? 512,
      environment: {
        POWERTOOLS_SERVICE_NAME: config.name,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...Object.fromEntries(
          tables.map(({ name }) => [tableVariable(name), data.table(name).tableName] as const),
        ),
      },
      // An older version of the agent goes on calling the version that it was made with.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    new ErrorAlarm(this, 'Errors', { function: this.function, metricsNamespace, service: config.name });
    for (const table of tables) this.grant(table, data.table(table.name).tableArn);
    if (tables.length > 0 && data.encryptionKey) {
      const viaService = `dynamodb.${Stack.of(this).region}.amazonaws.com`;
      this.role.addToPolicy(useOfTableKey(data.encryptionKey.keyArn, viaService));
    }
    acceptFinding(
      this.role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray takes segments for no particular resource (service authorization reference: AWS X-Ray)',
    );
  }

  /** The version that holds the present code and configuration. */
  get version(): Version {
    return this.function.currentVersion;
  }

  /**
   * Lets one agent call the present version. Kept when the version is replaced: without it the older agent
   * versions could no longer call theirs. It is part of the agent's stack, which would else wait for itself.
   */
  allowAgent(agentArn: string, account: string): CfnPermission {
    const permission = new CfnPermission(this, 'AgentPermission', {
      action: 'lambda:InvokeFunction',
      principal: 'bedrock.amazonaws.com',
      functionName: this.version.functionArn,
      sourceArn: agentArn,
      sourceAccount: account,
    });
    permission.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return permission;
  }

  /** `table.grant()` would add every index; these are the actions that the configuration names, no more. */
  private grant(table: TableConfig, tableArn: string): void {
    const allow = (actions: readonly string[], resources: string[]) => {
      if (actions.length === 0 || resources.length === 0) return;
      this.role.addToPolicy(
        new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources }),
      );
    };
    allow(table.actions, [tableArn]);
    allow(
      table.indexActions ?? [],
      (table.indexes ?? []).map((index) => `${tableArn}/index/${index.name}`),
    );
  }
}
