import type {
  IngestKnowledgeBaseDocumentsRequest,
  IngestKnowledgeBaseDocumentsResponse,
} from '@aws-sdk/client-bedrock-agent';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { checkCount } from './count';
import { ingestible, type KnowledgeBaseServices } from './services';
import { documentDetail } from './views';

type IngestServices = KnowledgeBaseServices & Pick<Services, 's3' | 'clock' | 'newId'>;

/** On AWS documents are ingested after the answer; here before it, so that the answer already says how each stands. */
export const ingestKnowledgeBaseDocuments =
  (
    services: IngestServices,
  ): Operation<IngestKnowledgeBaseDocumentsRequest, IngestKnowledgeBaseDocumentsResponse> =>
  async ({ clientToken, ...request }) =>
    services.knowledgeBases.clientTokens.once('IngestKnowledgeBaseDocuments', clientToken, () =>
      services.knowledgeBases.directRequests.during(request.dataSourceId, () => ingest(services, request)),
    );

async function ingest(
  services: IngestServices,
  { documents = [], ...ids }: IngestKnowledgeBaseDocumentsRequest,
): Promise<IngestKnowledgeBaseDocumentsResponse> {
  const { knowledgeBase, dataSource } = ingestible(services, ids);
  checkCount(documents, 'documents');
  const [{ givenDocument }, { ingestDocument }] = await Promise.all([
    import('../../knowledge-base/ingestion/direct'),
    import('../../knowledge-base/ingestion/ingest-object'),
  ]);
  const { s3, clock, newId, knowledgeBases } = services;
  const source = { s3, access: knowledgeBase.access };
  const given = documents.map((document, at) =>
    givenDocument(dataSource, document, source, `documents[${at}]`),
  );
  const [library, reader] = await Promise.all([
    knowledgeBases.openLibrary(knowledgeBase.knowledgeBaseId),
    knowledgeBases.reader(),
  ]);
  const documentDetails = [];
  for (const one of given) {
    await ingestDocument({ knowledgeBase, dataSource, library, reader, clock, newId }, one);
    const record = await library.store.document(one.document);
    documentDetails.push(documentDetail(dataSource, one.document, record));
  }
  return { documentDetails };
}
