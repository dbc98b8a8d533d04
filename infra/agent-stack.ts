import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnAgent, CfnAgentAlias } from 'aws-cdk-lib/aws-bedrock';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ActionGroupConfig, AgentConfig, Stage } from '../schemas/agent-config';
import { openApiDocument } from '../schemas/openapi';
import { bundle } from './bundle';
import type { DataStack } from './data-stack';

export interface AgentStackProps extends StackProps {
  readonly config: AgentConfig;
  readonly stage: Stage;
  readonly data: DataStack;
}

export class AgentStack extends Stack {
  constructor(scope: Construct, id: string, props: AgentStackProps) {
    super(scope, id, props);
    const { config, data } = props;
    const role = new Role(this, 'AgentRole', { assumedBy: new ServicePrincipal('bedrock.amazonaws.com') });
    const agent = new CfnAgent(this, 'Agent', {
      agentName: this.stackName,
      description: config.description,
      agentResourceRoleArn: role.roleArn,
      foundationModel: 'us.anthropic.claude-sonnet-4-6',
      instruction: config.instruction,
      idleSessionTtlInSeconds: config.idleSessionTtlInSeconds,
      autoPrepare: true,
      actionGroups: config.actionGroups.map((group) => ({
        actionGroupName: group.name,
        description: group.description,
        actionGroupState: 'ENABLED',
        actionGroupExecutor: { lambda: this.function(group, data).currentVersion.functionArn },
        apiSchema: { payload: JSON.stringify(openApiDocument(group.contract)) },
      })),
    });
    const alias = new CfnAgentAlias(this, 'Alias', { agentId: agent.attrAgentId, agentAliasName: 'live' });
    new CfnOutput(this, 'AgentId', { value: agent.attrAgentId });
    new CfnOutput(this, 'AgentAliasId', { value: alias.attrAgentAliasId });
  }

  private function(group: ActionGroupConfig, data: DataStack): LambdaFunction {
    const fn = new LambdaFunction(this, `Function-${group.name}`, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: bundle(group.entry),
      timeout: Duration.seconds(group.timeoutInSeconds ?? 15),
      memorySize: group.memorySizeInMb ?? 512,
    });
    for (const config of group.tables ?? []) {
      const table = data.tables.get(config);
      if (!table) throw new Error(`No table ${config.name}`);
      fn.addEnvironment(`${config.name.toUpperCase().replaceAll('-', '_')}_TABLE`, table.tableName);
      fn.addToRolePolicy(
        new PolicyStatement({
          actions: config.actions.map((action) => `dynamodb:${action}`),
          resources: [table.tableArn],
        }),
      );
    }
    return fn;
  }
}
