import type { App } from '../../assembly/app';
import type { Iam } from '../iam';
import { PolicyError } from '../policy/policy-error';
import { roleOf } from './assume-role';

/**
 * What a deployment would refuse: a function, an agent or a knowledge base without a role of the app, and a role
 * that Lambda or Bedrock cannot assume when the function or knowledge base is created. Throws PolicyError.
 */
export function checkRoles(app: App, iam: Iam): void {
  for (const resource of app.resources('AWS::Lambda::Function')) {
    const role = roleOf(iam, resource, 'Role');
    const sourceArn = resource.attribute('Arn');
    const refusal = iam.trustRefusal(iam.service('lambda.amazonaws.com', { sourceArn }), role);
    if (!refusal) continue;
    const at = `${resource.stack} ${resource.logicalId}.Properties.Role`;
    // Lambda's answer to CreateFunction.
    throw new PolicyError(
      at,
      `The role defined for the function cannot be assumed by Lambda. (${refusal.hint})`,
    );
  }
  for (const resource of app.resources('AWS::Bedrock::KnowledgeBase')) {
    const role = roleOf(iam, resource, 'RoleArn');
    const sourceArn = resource.attribute('KnowledgeBaseArn');
    const refusal = iam.trustRefusal(iam.service('bedrock.amazonaws.com', { sourceArn }), role);
    if (!refusal) continue;
    const at = `${resource.stack} ${resource.logicalId}.Properties.RoleArn`;
    // Bedrock's answer to CreateKnowledgeBase.
    throw new PolicyError(
      at,
      `Bedrock Knowledge Base was unable to assume the given role. Provide the proper permissions and retry the request. (${refusal.hint})`,
    );
  }
  for (const resource of app.resources('AWS::Bedrock::Agent')) roleOf(iam, resource, 'AgentResourceRoleArn');
}
