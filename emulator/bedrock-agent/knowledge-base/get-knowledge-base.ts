import type { GetKnowledgeBaseRequest, GetKnowledgeBaseResponse } from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { findKnowledgeBase } from '../../knowledge-base/knowledge-bases';
import type { KnowledgeBaseServices } from './services';
import { knowledgeBaseView } from './views';

export const getKnowledgeBase =
  ({
    app,
    knowledgeBases,
  }: KnowledgeBaseServices): Operation<GetKnowledgeBaseRequest, GetKnowledgeBaseResponse> =>
  async ({ knowledgeBaseId }) => {
    const found = findKnowledgeBase(app, knowledgeBaseId);
    return { knowledgeBase: knowledgeBaseView(found, await knowledgeBases.times(found.knowledgeBaseId)) };
  };
