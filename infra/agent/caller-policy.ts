import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface CallerPolicyProps {
  readonly agentArn: string;
  readonly agentAliasArn: string;
  /** The key of agent, sessions and guardrail; AWS's own if absent. */
  readonly kmsKeyArn: string | undefined;
}

/**
 * What an application needs to talk to the agent, and nothing else. Attached to nobody: whoever has it may say who
 * the customer is, so it is for the role of the application that authenticates customers.
 */
export class CallerPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, { agentArn, agentAliasArn, kmsKeyArn }: CallerPolicyProps) {
    super(scope, id, {
      description: 'Invokes the agent by its alias',
      statements: [
        new PolicyStatement({ actions: ['bedrock:InvokeAgent'], resources: [agentAliasArn] }),
        ...(kmsKeyArn ? useOfKeyByCaller(kmsKeyArn, agentArn) : []),
      ],
    });
  }
}

/**
 * Bedrock asks KMS in the caller's name: for the agent and its sessions (user guide, cmk-agent-resources), and to read
 * an encrypted guardrail while an agent is invoked (guardrails-permissions-kms; the condition is that of AWS's managed
 * policy SageMakerStudioBedrockFlowServiceRolePolicy). Logs have the same key, and another encryption context.
 */
const useOfKeyByCaller = (keyArn: string, agentArn: string): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:bedrock:arn': agentArn } },
  }),
  new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { Null: { 'kms:EncryptionContext:aws:bedrock:guardrail-id': 'false' } },
  }),
];
