import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { useOfKey } from '../encryption-key';

export interface CallerPolicyProps {
  readonly agentAliasArn: string;
  /** The key of agent and sessions; AWS's own if absent. */
  readonly kmsKeyArn: string | undefined;
}

/**
 * What an application needs to talk to the agent, and nothing else. Attached to nobody: whoever has it may say who
 * the customer is, so it is for the role of the application that authenticates customers.
 */
export class CallerPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, { agentAliasArn, kmsKeyArn }: CallerPolicyProps) {
    super(scope, id, {
      description: 'Invokes the agent by its alias',
      statements: [
        new PolicyStatement({ actions: ['bedrock:InvokeAgent'], resources: [agentAliasArn] }),
        ...(kmsKeyArn ? [useOfKey(kmsKeyArn)] : []),
      ],
    });
  }
}
