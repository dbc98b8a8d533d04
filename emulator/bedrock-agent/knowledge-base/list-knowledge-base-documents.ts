import type {
  ListKnowledgeBaseDocumentsRequest,
  ListKnowledgeBaseDocumentsResponse,
} from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { page } from '../page';
import { addressed, type KnowledgeBaseServices } from './services';
import { documentDetail } from './views';

export const listKnowledgeBaseDocuments =
  (
    services: KnowledgeBaseServices,
  ): Operation<ListKnowledgeBaseDocumentsRequest, ListKnowledgeBaseDocumentsResponse> =>
  async (request) => {
    const { knowledgeBase, dataSource } = addressed(services, request);
    const { store } = await services.knowledgeBases.openLibrary(knowledgeBase.knowledgeBaseId);
    const documents = await store.documents(dataSource.dataSourceId);
    const { items, ...rest } = page(documents, ({ type, id }) => `${type}/${id}`, request);
    return { documentDetails: items.map((record) => documentDetail(dataSource, record, record)), ...rest };
  };
