import type {
  InvokeAgentRequest,
  RetrieveAndGenerateRequest,
  RetrieveRequest,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { bedrockAgentRuntimeCoverage } from '../../bedrock-agent-runtime/coverage';
import type { AccessRequest } from '../access-request';
import { modelRequests } from '../model-arns';
import { type AccessScope, type AccessTable, arnIn } from './access-table';

const knowledgeBaseArn = ({ app }: AccessScope, id = '') => arnIn(app, 'bedrock', `knowledge-base/${id}`);

/** The caller applies the guardrail that it names (user guide, guardrails-permissions). */
const guardrailRequests = (
  { guardrailConfiguration }: Pick<RetrieveRequest, 'guardrailConfiguration'> = {},
  { app }: AccessScope,
): AccessRequest[] =>
  guardrailConfiguration
    ? [
        {
          action: 'bedrock:ApplyGuardrail',
          resource: arnIn(app, 'bedrock', `guardrail/${guardrailConfiguration.guardrailId}`),
        },
      ]
    : [];

/**
 * The caller itself searches and calls the model (Bedrock user guide, permissions for RetrieveAndGenerate). The model
 * is asked for as without a guardrail, since AWS says that some of these calls carry none (guardrails-permissions-id).
 */
function retrieveAndGenerate(
  { retrieveAndGenerateConfiguration }: RetrieveAndGenerateRequest,
  scope: AccessScope,
): AccessRequest[] {
  const { knowledgeBaseConfiguration } = retrieveAndGenerateConfiguration ?? {};
  const { knowledgeBaseId, modelArn, generationConfiguration } = knowledgeBaseConfiguration ?? {};
  return [
    { action: 'bedrock:RetrieveAndGenerate', resource: '*' },
    ...(knowledgeBaseId
      ? [{ action: 'bedrock:Retrieve' as const, resource: knowledgeBaseArn(scope, knowledgeBaseId) }]
      : []),
    ...(modelArn ? modelRequests(scope.app, modelArn, 'bedrock:InvokeModel') : []),
    ...guardrailRequests(generationConfiguration, scope),
  ];
}

export const bedrockAgentRuntimeAccess: AccessTable<keyof typeof bedrockAgentRuntimeCoverage.fidelity> = {
  InvokeAgent: ({ agentId, agentAliasId }: InvokeAgentRequest, { app }: AccessScope) => [
    {
      action: 'bedrock:InvokeAgent',
      resource: arnIn(app, 'bedrock', `agent-alias/${agentId}/${agentAliasId}`),
    },
  ],
  Retrieve: ({ knowledgeBaseId, ...request }: RetrieveRequest, scope: AccessScope) => [
    { action: 'bedrock:Retrieve', resource: knowledgeBaseArn(scope, knowledgeBaseId) },
    ...guardrailRequests(request, scope),
  ],
  RetrieveAndGenerate: retrieveAndGenerate,
  RetrieveAndGenerateStream: retrieveAndGenerate,
};
