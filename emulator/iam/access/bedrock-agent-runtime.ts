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

/** The caller itself searches and calls the model (Bedrock user guide, permissions for RetrieveAndGenerate). */
function retrieveAndGenerate(
  { retrieveAndGenerateConfiguration }: RetrieveAndGenerateRequest,
  scope: AccessScope,
): AccessRequest[] {
  const { knowledgeBaseConfiguration } = retrieveAndGenerateConfiguration ?? {};
  const { knowledgeBaseId, modelArn } = knowledgeBaseConfiguration ?? {};
  return [
    { action: 'bedrock:RetrieveAndGenerate', resource: '*' },
    ...(knowledgeBaseId
      ? [{ action: 'bedrock:Retrieve' as const, resource: knowledgeBaseArn(scope, knowledgeBaseId) }]
      : []),
    ...(modelArn ? modelRequests(scope.app, modelArn, 'bedrock:InvokeModel') : []),
  ];
}

export const bedrockAgentRuntimeAccess: AccessTable<keyof typeof bedrockAgentRuntimeCoverage.fidelity> = {
  InvokeAgent: ({ agentId, agentAliasId }: InvokeAgentRequest, { app }: AccessScope) => [
    {
      action: 'bedrock:InvokeAgent',
      resource: arnIn(app, 'bedrock', `agent-alias/${agentId}/${agentAliasId}`),
    },
  ],
  Retrieve: ({ knowledgeBaseId }: RetrieveRequest, scope: AccessScope) => [
    { action: 'bedrock:Retrieve', resource: knowledgeBaseArn(scope, knowledgeBaseId) },
  ],
  RetrieveAndGenerate: retrieveAndGenerate,
  RetrieveAndGenerateStream: retrieveAndGenerate,
};
