import type { ListDataSourcesRequest, ListDataSourcesResponse } from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { findKnowledgeBase } from '../../knowledge-base/knowledge-bases';
import { page } from '../page';
import type { KnowledgeBaseServices } from './services';

export const listDataSources =
  ({
    app,
    knowledgeBases,
  }: KnowledgeBaseServices): Operation<ListDataSourcesRequest, ListDataSourcesResponse> =>
  async ({ knowledgeBaseId, ...request }) => {
    const { dataSources } = findKnowledgeBase(app, knowledgeBaseId);
    const { items, ...rest } = page(dataSources, (one) => one.dataSourceId, request);
    const dataSourceSummaries = items.map(async ({ dataSourceId, name, description, ...source }) => ({
      knowledgeBaseId: source.knowledgeBaseId,
      dataSourceId,
      name,
      ...(description !== undefined && { description }),
      status: 'AVAILABLE' as const,
      updatedAt: (await knowledgeBases.times(dataSourceId)).updatedAt,
    }));
    return { dataSourceSummaries: await Promise.all(dataSourceSummaries), ...rest };
  };
