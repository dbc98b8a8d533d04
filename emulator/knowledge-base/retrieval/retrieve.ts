import type { KnowledgeBaseRetrievalConfiguration } from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import { notImplemented } from '../../front-door/route';
import type { Services } from '../../services';
import { filterOf } from '../index/filter';
import { findKnowledgeBase, refuseUnsupported } from '../knowledge-bases';
import type { Passage } from '../store/library';
import { outlineAbove } from './outline-above';

export interface Retrieved {
  /** The best first. Of hierarchical chunks the parents, which can be fewer than were asked for. */
  readonly passages: readonly Passage[];
  /** How much each term of the query tells the knowledge base's chunks apart. */
  readonly weights: ReadonlyMap<string, number>;
  readonly query: string;
  /** What holds on from above a passage in its document. */
  above(passage: Passage): Promise<string>;
  /** Searches once more, in the same way. */
  again(query: string): Promise<Retrieved>;
}

/** API reference: 1 to 100, and 5 if it is not given. */
const mostResults = 100;
const defaultResults = 5;
/** Characters; the service's model, KnowledgeBaseQuery. */
const longestQuery = 20_000;

/**
 * Finds passages for a question. Throws ResourceNotFoundException, ValidationException for what the store cannot
 * do, and 501 for what the emulator does not.
 */
export async function retrieve(
  { app, knowledgeBases }: Pick<Services, 'app' | 'knowledgeBases'>,
  knowledgeBaseId: string | undefined,
  query: string,
  configuration: KnowledgeBaseRetrievalConfiguration = {},
): Promise<Retrieved> {
  const knowledgeBase = findKnowledgeBase(app, knowledgeBaseId);
  refuseUnsupported(knowledgeBase);
  if (configuration.managedSearchConfiguration) throw notImplemented('managedSearchConfiguration');
  const {
    numberOfResults = defaultResults,
    overrideSearchType,
    filter,
    rerankingConfiguration,
    implicitFilterConfiguration,
  } = configuration.vectorSearchConfiguration ?? {};
  if (rerankingConfiguration) throw notImplemented('rerankingConfiguration');
  if (implicitFilterConfiguration) throw notImplemented('implicitFilterConfiguration');
  if (query.trim() === '' || query.length > longestQuery) {
    throw invalid(`retrievalQuery.text must have between 1 and ${longestQuery} characters`);
  }
  if (!Number.isInteger(numberOfResults) || numberOfResults < 1 || numberOfResults > mostResults) {
    throw invalid(`numberOfResults ${numberOfResults} must be between 1 and ${mostResults}`);
  }
  const { store } = knowledgeBase;
  if (overrideSearchType === 'HYBRID' && store !== 'OPENSEARCH_SERVERLESS') {
    // As AWS answers for S3 Vectors; what follows in brackets is the emulator's.
    throw invalid(
      `HYBRID search type is not supported for search operation on index ${knowledgeBase.knowledgeBaseId}. Retry your request with a different search type. (The store is ${store}.)`,
    );
  }
  const accepts = filter && filterOf(filter, store);
  knowledgeBase.access.embed();
  knowledgeBase.access.queryVectors();
  const library = await knowledgeBases.openLibrary(knowledgeBase.knowledgeBaseId);
  // Lexical vectors stand in for meaning that they do not have: the words themselves rank better than they do.
  const isByVectors = overrideSearchType !== 'HYBRID' && library.embedder.kind === 'semantic';
  const passages = await library.search(query, {
    limit: numberOfResults,
    by: isByVectors ? 'vectors' : 'both',
    ...(accepts && { accepts }),
  });
  return {
    passages,
    weights: library.weights(query),
    query,
    above: (passage) => outlineAbove(library, passage),
    again: (other) => retrieve({ app, knowledgeBases }, knowledgeBaseId, other, configuration),
  };
}

const invalid = (problem: string): ServiceError => new ServiceError('ValidationException', problem);
