import type { ListKnowledgeBasesRequest, ListKnowledgeBasesResponse } from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { knowledgeBasesOf } from '../../knowledge-base/definition/definitions';
import { page } from '../page';
import type { KnowledgeBaseServices } from './services';

export const listKnowledgeBases =
  ({
    app,
    knowledgeBases,
  }: KnowledgeBaseServices): Operation<ListKnowledgeBasesRequest, ListKnowledgeBasesResponse> =>
  async (request) => {
    const { items, ...rest } = page(knowledgeBasesOf(app), (one) => one.knowledgeBaseId, request);
    const knowledgeBaseSummaries = items.map(async ({ knowledgeBaseId, name, description }) => ({
      knowledgeBaseId,
      name,
      ...(description !== undefined && { description }),
      status: 'ACTIVE' as const,
      updatedAt: (await knowledgeBases.times(knowledgeBaseId)).updatedAt,
    }));
    return { knowledgeBaseSummaries: await Promise.all(knowledgeBaseSummaries), ...rest };
  };
