import { type Chunking, type Chunks, chunk } from '../chunking/chunking';
import type { Embedder } from '../embedding/embedder';
import type { StoreType } from '../index/filter';
import type { Attributes } from '../metadata/attributes';
import type { Sidecar } from '../metadata/sidecar';
import { parse } from '../parsing/parse';
import { DocumentError, type Section } from '../parsing/parsed-document';
import type { ChunkRecord, Content } from '../store/records';

export interface ContentProps {
  readonly bytes: Uint8Array;
  /** For example `.md`. */
  readonly ending: string;
  readonly sidecar: Sidecar;
  readonly chunking: Chunking;
  readonly store: StoreType;
  readonly embedder: Embedder;
}

/** S3 Vectors user guide, limitations: bytes of filterable metadata for each vector. */
const largestFilterable = 2048;
/** What Bedrock says in a job's failure reasons. */
const longestSemantic = 1_000_000;
/** Amazon Titan Text Embeddings V2: tokens of one text. */
const longestEmbedded = 8192;

/** A document's chunks. Throws a DocumentError for one that cannot be indexed. */
export async function contentOf(props: ContentProps): Promise<Content> {
  const { bytes, ending, sidecar, store } = props;
  refuseLarge(sidecar.attributes, store);
  const sections = await parse(bytes, ending, { records: sidecar.records });
  const content = { chunks: [] as ChunkRecord[], parents: [] as ChunkRecord[] };
  for (const section of sections) {
    refuseLarge({ ...sidecar.attributes, ...section.attributes }, store);
    const { chunks, parents } = await chunksOf(section, props);
    const before = content.parents.length;
    const shown = pagesOf(section, props.chunking);
    const own = section.attributes && { attributes: section.attributes };
    for (const { text, start, parent } of chunks) {
      const within = parent === undefined ? undefined : { parent: before + parent };
      content.chunks.push({ text, ...shown(start), ...within, ...own });
    }
    for (const { text, start } of parents) content.parents.push({ text, ...shown(start) });
  }
  return content;
}

/** What is embedded before each of a document's chunks. */
export const preambleOf = ({ attributes, embedded }: Sidecar): string =>
  embedded.map((name) => `${[attributes[name]].flat().join(', ')}\n`).join('');

function refuseLarge(attributes: Attributes, store: StoreType): void {
  const size = Buffer.byteLength(JSON.stringify(attributes));
  if (store !== 'S3_VECTORS' || size <= largestFilterable) return;
  throw new DocumentError(
    'IGNORED',
    `due to invalid metadata attributes: they have ${size} bytes, and S3_VECTORS takes ${largestFilterable} of filterable metadata`,
  );
}

async function chunksOf({ text }: Section, { chunking, embedder }: ContentProps): Promise<Chunks> {
  if (chunking.strategy === 'SEMANTIC' && text.length > longestSemantic) {
    const reason = `as their body text exceeds size limit of ${longestSemantic} for semantic chunking`;
    throw new DocumentError('FAILED', reason);
  }
  const cut = await chunk(text, chunking, embedder);
  const longest = cut.chunks.reduce((most, { tokens }) => Math.max(most, tokens), 0);
  if (longest > longestEmbedded) {
    const reason = `as a chunk has about ${longest} tokens, and the embedding model takes ${longestEmbedded}`;
    throw new DocumentError('FAILED', reason);
  }
  return cut;
}

/** With NONE a document has no page numbers (user guide, kb-chunking). */
function pagesOf({ pages = [] }: Section, { strategy }: Chunking): (start: number) => { page?: number } {
  if (strategy === 'NONE') return () => ({});
  return (start) => {
    const page = pages.findLast((candidate) => candidate.start <= start);
    return page ? { page: page.page } : {};
  };
}
