import type {
  GetKnowledgeBaseDocumentsRequest,
  GetKnowledgeBaseDocumentsResponse,
} from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { checkCount } from './count';
import { ingestible, type KnowledgeBaseServices } from './services';
import { documentDetail } from './views';

export const getKnowledgeBaseDocuments =
  (
    services: KnowledgeBaseServices,
  ): Operation<GetKnowledgeBaseDocumentsRequest, GetKnowledgeBaseDocumentsResponse> =>
  async ({ documentIdentifiers = [], ...ids }) => {
    const { knowledgeBase, dataSource } = ingestible(services, ids);
    checkCount(documentIdentifiers, 'documentIdentifiers');
    const { documentKeyOf } = await import('../../knowledge-base/ingestion/direct');
    const { store } = await services.knowledgeBases.openLibrary(knowledgeBase.knowledgeBaseId);
    const documentDetails = documentIdentifiers.map(async (identifier, at) => {
      const key = documentKeyOf(dataSource, identifier, `documentIdentifiers[${at}]`);
      return documentDetail(dataSource, key, await store.document(key));
    });
    return { documentDetails: await Promise.all(documentDetails) };
  };
