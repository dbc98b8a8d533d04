import type { GetDataSourceRequest, GetDataSourceResponse } from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { addressed, type KnowledgeBaseServices } from './services';
import { dataSourceView } from './views';

export const getDataSource =
  (services: KnowledgeBaseServices): Operation<GetDataSourceRequest, GetDataSourceResponse> =>
  async (request) => {
    const { dataSource } = addressed(services, request);
    const times = await services.knowledgeBases.times(dataSource.dataSourceId);
    return { dataSource: dataSourceView(dataSource, times) };
  };
