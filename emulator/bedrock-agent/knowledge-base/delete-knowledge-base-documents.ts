import type {
  DeleteKnowledgeBaseDocumentsRequest,
  DeleteKnowledgeBaseDocumentsResponse,
} from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import { checkCount } from './count';
import { ingestible, type KnowledgeBaseServices } from './services';
import { documentDetail } from './views';

/** Takes documents out of the index; what is in a bucket stays there, and the next ingestion job finds it again. */
export const deleteKnowledgeBaseDocuments =
  (
    services: KnowledgeBaseServices,
  ): Operation<DeleteKnowledgeBaseDocumentsRequest, DeleteKnowledgeBaseDocumentsResponse> =>
  async ({ clientToken, ...request }) =>
    services.knowledgeBases.clientTokens.once('DeleteKnowledgeBaseDocuments', clientToken, () =>
      services.knowledgeBases.directRequests.during(request.dataSourceId, () => remove(services, request)),
    );

async function remove(
  services: KnowledgeBaseServices,
  { documentIdentifiers = [], ...ids }: DeleteKnowledgeBaseDocumentsRequest,
): Promise<DeleteKnowledgeBaseDocumentsResponse> {
  const { knowledgeBase, dataSource } = ingestible(services, ids);
  checkCount(documentIdentifiers, 'documentIdentifiers');
  const { documentKeyOf } = await import('../../knowledge-base/ingestion/direct');
  const keys = documentIdentifiers.map((identifier, at) =>
    documentKeyOf(dataSource, identifier, `documentIdentifiers[${at}]`),
  );
  const library = await services.knowledgeBases.openLibrary(knowledgeBase.knowledgeBaseId);
  const documentDetails = [];
  for (const key of keys) {
    const record = await library.store.document(key);
    if (record) {
      knowledgeBase.access.deleteVectors();
      await library.remove(key);
    }
    const deleting = record && { status: 'DELETING' as const, updatedAt: record.updatedAt };
    documentDetails.push(documentDetail(dataSource, key, deleting));
  }
  return { documentDetails };
}
