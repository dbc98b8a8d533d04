import type { App } from '../../assembly/app';
import { ServiceError } from '../../front-door/operation';
import { functionArn } from '../access/lambda';
import type { AccessRequest } from '../access-request';
import type { Actor } from '../actor';
import { AccessDenied } from '../denial';
import { iamOf } from '../iam';
import { modelRequests } from '../model-arns';
import { assumeRole } from './assume-role';

/** What Bedrock does for an agent. Each throws AccessDeniedException where a policy of the app does not let it. */
export interface AgentAccess {
  /** `streams` when the answer is streamed. */
  invokeModel(model: string, streams: boolean): void;
  /** By id or ARN. */
  applyGuardrail(guardrailIdentifier: string): void;
  retrieve(knowledgeBaseId: string): void;
  /** By Bedrock itself, not by the agent's role: the function's own policy decides. */
  invokeFunction(functionName: string): void;
}

/** For the agent of this ARN, which acts as the role of its template. */
export function agentAccess(app: App, agentArn: string, roleArn: string): AgentAccess {
  const iam = iamOf(app);
  const bedrock = iam.service('bedrock.amazonaws.com', { sourceArn: agentArn });
  const arn = (resource: string) => `arn:${app.partition}:bedrock:${app.region}:${app.account}:${resource}`;
  let session: Actor | undefined;
  const actor = (): Actor => {
    const role = iam.roles.get(roleArn);
    if (!role) throw new AccessDenied(`${agentArn} cannot assume ${roleArn}`, 'the templates do not have it');
    session ??= assumeRole(
      iam,
      role,
      'bedrock.amazonaws.com',
      agentArn,
      `BedrockAgents-${agentArn.split('/').at(-1)}`,
    );
    return session;
  };
  const asAgent = (...requests: readonly AccessRequest[]) =>
    refusing(
      'Access denied when calling Bedrock. Check your request permissions and retry the request.',
      () => iam.demand(actor(), ...requests),
    );
  return {
    invokeModel(model, streams) {
      const action = streams ? 'bedrock:InvokeModelWithResponseStream' : 'bedrock:InvokeModel';
      asAgent(...modelRequests(app, model, action));
    },
    applyGuardrail(guardrail) {
      const resource = guardrail.startsWith('arn:') ? guardrail : arn(`guardrail/${guardrail}`);
      asAgent({ action: 'bedrock:ApplyGuardrail', resource });
    },
    retrieve(knowledgeBaseId) {
      asAgent({ action: 'bedrock:Retrieve', resource: arn(`knowledge-base/${knowledgeBaseId}`) });
    },
    invokeFunction(functionName) {
      const resource = functionArn(app, functionName);
      refusing(
        `Access denied while invoking Lambda function ${resource}. Check the permissions on the function and retry the request.`,
        () => iam.demand(bedrock, { action: 'lambda:InvokeFunction', resource }),
      );
    },
  };
}

/** Bedrock's own sentence first, and after it the cause, which AWS keeps to itself. */
function refusing(sentence: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    throw new ServiceError('AccessDeniedException', `${sentence} (${error.sentence}. ${error.hint})`, {
      status: 403,
      cause: error,
    });
  }
}
