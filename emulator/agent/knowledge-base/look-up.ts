import { createHash } from 'node:crypto';
import type {
  KnowledgeBaseRetrievalConfiguration,
  RetrievedReference,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { referenceTo } from '../../bedrock-agent-runtime/knowledge-base/passages';
import { ServiceError } from '../../front-door/operation';
import { retrieve } from '../../knowledge-base/retrieval/retrieve';
import type { Passage } from '../../knowledge-base/store/library';
import type { Services } from '../../services';
import type { SearchResult } from '../model';

/** A passage as the model sees it, and as the caller does. */
export interface Found {
  readonly searchResult: SearchResult;
  readonly reference: RetrievedReference;
}

/** What a caller is told of itself: the request was wrong, or asks for what the emulator does not do. */
const passedOn = new Set(['ValidationException', 'NotImplementedException']);

/**
 * Searches a knowledge base for an agent. Throws DependencyFailedException for one that cannot be read; what
 * InvokeAgent's own retrieval configuration is refused for stays what it is.
 */
export async function lookUp(
  services: Pick<Services, 'app' | 'knowledgeBases'>,
  knowledgeBaseId: string,
  text: string,
  configuration: KnowledgeBaseRetrievalConfiguration | undefined,
): Promise<Found[]> {
  try {
    const { passages, above } = await retrieve(services, knowledgeBaseId, text, configuration);
    return await Promise.all(passages.map(async (passage) => foundOf(passage, await above(passage))));
  } catch (error) {
    if (error instanceof ServiceError && passedOn.has(error.name)) throw error;
    const cause = error instanceof ServiceError ? error.message : 'its index could not be read';
    throw new ServiceError(
      'DependencyFailedException',
      `Received failed response from the knowledge base. Check the knowledge base and retry the request. (${knowledgeBaseId}: ${cause})`,
      { cause: error },
    );
  }
}

/** The model also gets to know where in its document a passage stands; the caller is shown what AWS would show. */
function foundOf(passage: Passage, above: string): Found {
  const { text, document } = passage;
  const source = createHash('sha256').update(`${document.id}\n${text}`).digest('base64url').slice(0, 12);
  return {
    searchResult: {
      source,
      title: document.id.split('/').at(-1) ?? document.id,
      content: [...(above ? [{ text: above }] : []), { text }],
      citations: { enabled: true },
    },
    reference: referenceTo(passage),
  };
}
