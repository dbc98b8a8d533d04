import { ArnFormat, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnAgent, CfnAgentAlias, type CfnAgentProps } from 'aws-cdk-lib/aws-bedrock';
import type { Construct } from 'constructs';
import type { AgentConfig, ModelReference, Stage } from '../schemas/agent-config';
import { openApiDocument } from '../schemas/openapi';
import { ActionGroupFunction } from './action-group/action-group-function';
import { AgentRole } from './agent/agent-role';
import { CallerPolicy } from './agent/caller-policy';
import { fingerprint } from './agent/fingerprint';
import { Guardrail } from './agent/guardrail';
import { modelAccess } from './agent/model-access';
import type { DataStack } from './data-stack';
import { EncryptionKey } from './encryption-key';
import type { KnowledgeBaseStack } from './knowledge-base-stack';
import { pascalCase } from './names';

export interface AgentStackProps extends StackProps {
  readonly config: AgentConfig;
  readonly stage: Stage;
  readonly model: ModelReference;
  readonly data: DataStack;
  readonly knowledgeBase: KnowledgeBaseStack | undefined;
  /** The project's folder, to which the configuration's paths are relative. */
  readonly root: string;
}

/** The agent and all that it calls. Holds no state: it can be destroyed and deployed again. */
export class AgentStack extends Stack {
  constructor(scope: Construct, id: string, props: AgentStackProps) {
    super(scope, id, props);
    const { config, stage, model, data, knowledgeBase, root } = props;
    const name = `${config.name}-${stage}`;
    if (knowledgeBase) this.addStackDependency(knowledgeBase, 'the agent names the knowledge base');
    const encryptionKey = config.customerManagedKey
      ? // The logs of prod outlive the stack.
        new EncryptionKey(this, 'Key', {
          description: `Agent ${name}`,
          retained: stage === 'prod',
        }).allowLogs()
      : undefined;
    const guardrail = new Guardrail(this, 'Guardrail', {
      guardrailName: name,
      description: `Guardrail of the agent ${name}`,
      config: config.guardrail,
      kmsKeyArn: encryptionKey?.keyArn,
    });
    const role = new AgentRole(this, 'AgentRole', {
      model,
      guardrailArn: guardrail.guardrailArn,
      requiredGuardrailVersion: config.guardrail.requiredOnModelCalls
        ? guardrail.guardrailVersion
        : undefined,
      knowledgeBaseArns: knowledgeBase ? [this.knowledgeBaseArn(knowledgeBase.knowledgeBaseId)] : [],
      kmsKeyArn: encryptionKey?.keyArn,
    });
    const groups = config.actionGroups.map((group) => ({
      group,
      fn: new ActionGroupFunction(this, `ActionGroup${pascalCase(group.name)}`, {
        config: group,
        stage,
        data,
        root,
        metricsNamespace: name,
        encryptionKey,
      }),
    }));
    const definition: CfnAgentProps = {
      agentName: name,
      description: config.description,
      agentResourceRoleArn: role.roleArn,
      foundationModel: modelAccess(model).foundationModel,
      instruction: config.instruction,
      idleSessionTtlInSeconds: config.idleSessionTtlInSeconds,
      ...(encryptionKey && { customerEncryptionKeyArn: encryptionKey.keyArn }),
      autoPrepare: true,
      // Both, always: a guardrail without its id or version is silently not applied.
      guardrailConfiguration: {
        guardrailIdentifier: guardrail.guardrailId,
        guardrailVersion: guardrail.guardrailVersion,
      },
      actionGroups: [
        ...groups.map(({ group, fn }) => ({
          actionGroupName: group.name,
          description: group.description,
          actionGroupState: 'ENABLED',
          actionGroupExecutor: { lambda: fn.version.functionArn },
          // Inline rather than in S3: the role then needs no bucket, and the template says it all.
          apiSchema: { payload: JSON.stringify(openApiDocument(group.contract)) },
          // Else a group that was renamed or removed can't be deleted while it is enabled.
          skipResourceInUseCheckOnDelete: true,
        })),
        ...(config.userInput ? [userInput] : []),
      ],
      ...(knowledgeBase &&
        config.knowledgeBase && {
          knowledgeBases: [
            {
              knowledgeBaseId: knowledgeBase.knowledgeBaseId,
              description: config.knowledgeBase.description,
              knowledgeBaseState: 'ENABLED',
            },
          ],
        }),
    };
    const agent = new CfnAgent(this, 'Agent', definition);
    // Bedrock checks the role when the agent is made, so its policy must be there.
    agent.node.addDependency(role);
    const parts = [
      definition,
      guardrail.definition,
      ...(knowledgeBase ? [knowledgeBase.knowledgeBase.fingerprint] : []),
    ];
    const alias = new CfnAgentAlias(this, 'Alias', {
      agentId: agent.attrAgentId,
      agentAliasName: 'live',
      // CloudFormation has no agent version. An alias without routing makes one whenever it is updated, and
      // keeps its id: so it changes when what the agent depends on does, and at no other time.
      description: `Agent sha256:${fingerprint(this, parts)}`,
    });
    // Tags that change would update the alias too, and so make a version of the same agent.
    alias.addPropertyDeletionOverride('Tags');
    for (const { fn } of groups) {
      // Before the alias moves, else the first calls of the new version would be refused.
      alias.node.addDependency(fn.allowAgent(agent.attrAgentArn, this.account));
    }
    const callerPolicy = new CallerPolicy(this, 'CallerPolicy', {
      agentArn: agent.attrAgentArn,
      agentAliasArn: alias.attrAgentAliasArn,
      kmsKeyArn: encryptionKey?.keyArn,
    });
    const outputs: Record<string, [value: string, description: string]> = {
      AgentId: [agent.attrAgentId, 'Id of the agent'],
      AgentArn: [agent.attrAgentArn, 'ARN of the agent'],
      AgentAliasId: [alias.attrAgentAliasId, 'Id of the alias live, which callers use'],
      CallerPolicyArn: [
        callerPolicy.managedPolicyArn,
        'ARN of the policy for the role of the application that calls the agent',
      ],
      GuardrailId: [guardrail.guardrailId, 'Id of the guardrail'],
      GuardrailVersion: [guardrail.guardrailVersion, 'Version of the guardrail that the agent applies'],
    };
    for (const [key, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, key, { value, description });
    }
    for (const { group, fn } of groups) {
      new CfnOutput(this, `Function${pascalCase(group.name)}`, {
        value: fn.function.functionName,
        description: `Name of the function of the action group ${group.name}`,
      });
    }
  }

  private knowledgeBaseArn(resourceName: string): string {
    const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
    return this.formatArn({ service: 'bedrock', resource: 'knowledge-base', resourceName, arnFormat });
  }
}

/** Lets the agent ask the user for what is missing (user guide, agents-user-input). */
const userInput: CfnAgent.AgentActionGroupProperty = {
  actionGroupName: 'UserInputAction',
  parentActionGroupSignature: 'AMAZON.UserInput',
  actionGroupState: 'ENABLED',
  skipResourceInUseCheckOnDelete: true,
};
