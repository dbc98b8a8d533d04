import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ModelReference } from '../../schemas/agent-config';
import { deputy } from '../deputy';
import { useOfKey } from '../encryption-key';
import { acceptFinding } from '../nag';
import { modelAccess } from './model-access';

export interface AgentRoleProps {
  readonly model: ModelReference;
  readonly guardrailArn: string;
  /** With it, the model may be called with this version of the guardrail only. */
  readonly requiredGuardrailVersion: string | undefined;
  readonly knowledgeBaseArns: readonly string[];
  /** The key of agent and guardrail; AWS's own if absent. */
  readonly kmsKeyArn: string | undefined;
}

/** What Bedrock may do for the agent: its model, its guardrail and its documents, and only for agents of this account. */
export class AgentRole extends Role {
  constructor(scope: Construct, id: string, props: AgentRoleProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: `The agent of ${stack.stackName}`,
      assumedBy: deputy(stack, { service: 'bedrock', resource: 'agent' }),
    });
    const { statements } = modelAccess(props.model);
    for (const statement of statements) this.addToPolicy(statement);
    if (props.requiredGuardrailVersion !== undefined) {
      this.addToPolicy(
        onlyWithGuardrail(statements, `${props.guardrailArn}:${props.requiredGuardrailVersion}`),
      );
    }
    this.addToPolicy(
      new PolicyStatement({ actions: ['bedrock:ApplyGuardrail'], resources: [props.guardrailArn] }),
    );
    if (props.knowledgeBaseArns.length > 0) {
      this.addToPolicy(
        new PolicyStatement({ actions: ['bedrock:Retrieve'], resources: [...props.knowledgeBaseArns] }),
      );
    }
    if (props.kmsKeyArn) this.addToPolicy(useOfKey(props.kmsKeyArn));
    this.acceptAnyRegion(props.model);
  }

  private acceptAnyRegion(model: ModelReference): void {
    if (model.type !== 'inference-profile' || !model.regions.includes('*')) return;
    acceptFinding(
      this,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${model.foundationModelId}]`,
      'One model in any region, because the profile decides where it runs; calling it is allowed by way of the profile only',
    );
  }
}

/**
 * Denies model calls that carry another guardrail or none (user guide, guardrails-permissions-id). A denial, because
 * the grants of some models also allow actions that never carry one. Not run against AWS.
 */
function onlyWithGuardrail(statements: readonly PolicyStatement[], guardrail: string): PolicyStatement {
  const actions = statements.flatMap((statement) => statement.actions);
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: [...new Set(actions)].filter((action) => action.startsWith('bedrock:InvokeModel')),
    resources: [...new Set(statements.flatMap(({ resources }) => resources))],
    conditions: { StringNotEquals: { 'bedrock:GuardrailIdentifier': guardrail } },
  });
}
