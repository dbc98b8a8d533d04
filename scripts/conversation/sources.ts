import type { Citation, RetrievalResultLocation } from '@aws-sdk/client-bedrock-agent-runtime';
import type { TurnResult } from '../../client/turn';

/** A document as people know it: its key in the bucket, or what a document of another kind is called. */
export function sourceOf(location: RetrievalResultLocation | undefined): string {
  const key = location?.s3Location?.uri?.replace(/^s3:\/\/[^/]+\//, '');
  const named = key ?? location?.webLocation?.url ?? location?.customDocumentLocation?.id;
  return named ?? location?.type ?? 'a document without a name';
}

/** The documents that an answer cites, each once; undefined if there are none. */
export function sourcesLine(citations: readonly Citation[]): string | undefined {
  const references = citations.flatMap(({ retrievedReferences = [] }) => retrievedReferences);
  const names = new Set(references.map(({ location }) => sourceOf(location)));
  return names.size > 0 ? `Sources: ${[...names].join(', ')}` : undefined;
}

/** Says how documents get into a knowledge base that was searched and gave nothing at all. */
export function emptyHint(retrievals: TurnResult['retrievals'], syncCommand: string): string | undefined {
  if (retrievals.length === 0 || retrievals.some(({ passages }) => passages > 0)) return undefined;
  const asked = [...new Set(retrievals.map(({ text }) => JSON.stringify(text)))].join(', ');
  return `The knowledge base has no passage for ${asked}. It may be empty; this fills it: ${syncCommand}`;
}
