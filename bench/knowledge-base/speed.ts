import { RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { type Chunking, chunk } from '../../emulator/knowledge-base/chunking/chunking';
import { lexicalEmbedder } from '../../emulator/knowledge-base/embedding/lexical-embedder';
import { median, percentile } from '../measure';
import type { Row, Section } from '../results';
import { type BenchedLibrary, openLibrary } from './library';
import { bookOf, type Writer, writer } from './writer';

const chunking: Chunking = { strategy: 'FIXED_SIZE', maxTokens: 300, overlapPercentage: 20 };
const template = {
  ChunkingStrategy: 'FIXED_SIZE',
  FixedSizeChunkingConfiguration: { MaxTokens: 300, OverlapPercentage: 20 },
};

/** Sizes of the index in chunks, with the pages of the documents by which it grows to each, and the goal for p95. */
const steps = [
  { chunks: 1_000, pages: 1, goal: undefined },
  { chunks: 10_000, pages: 5, goal: 20 },
  { chunks: 100_000, pages: 100, goal: 50 },
] as const;
const asked = 200;
const uploads = 16;

/** How fast documents are ingested and found. */
export async function benchRetrieval(): Promise<Section> {
  const library = await openLibrary(template);
  try {
    const write = writer(1);
    const rows: Row[] = [];
    const questions: string[] = [];
    let chunks = 0;
    const empty = await library.memory();
    for (const step of steps) {
      const grown = await grow(library, write, { ...step, chunks: step.chunks - chunks, questions });
      chunks += grown.chunks;
      rows.push({
        what: `ingestion of ${grown.documents} documents with ${grown.chunks} chunks`,
        measured: `${(grown.documents / grown.seconds).toFixed(0)} documents a second`,
        beside: `${(grown.chunks / grown.seconds).toFixed(0)} chunks, ${(grown.bytes / 2 ** 20 / grown.seconds).toFixed(1)} MB a second`,
      });
      const times = await ask(library, questions, { times: asked, warmUp: 20 });
      const { rss } = await library.memory();
      rows.push({
        what: `Retrieve over ${chunks} chunks, five passages`,
        measured: `p50 ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`,
        beside: `${((rss - empty.rss) / 2 ** 20).toFixed(0)} MB resident on top of ${(empty.rss / 2 ** 20).toFixed(0)} MB`,
        ...(step.goal && {
          goal: `p95 under ${step.goal} ms`,
          reached: percentile(times, 0.95) < step.goal,
        }),
      });
      rows.push(await restarted(library, questions, chunks));
    }
    return {
      title: 'Retrieval: how fast',
      how: `Documents of invented words whose frequencies fall as those of a language do, through S3 and an ingestion job, FIXED_SIZE chunks of 300 tokens with 20 % overlap. The emulator in one process, its state on disk; the stock SDK in another. ${asked} questions for each size, one after the other: each is a sentence of a document with every third word left out. After each size the emulator is ended and started again on what it kept.`,
      rows,
    };
  } finally {
    await library.close();
  }
}

/** What the first question after a restart waits for: the index comes from the disk. */
async function restarted(
  library: BenchedLibrary,
  questions: readonly string[],
  chunks: number,
): Promise<Row> {
  await library.restart();
  const { rss: empty } = await library.memory();
  const [first = Number.NaN] = await ask(library, questions.slice(0, 1), { times: 1, warmUp: 0 });
  const [second = Number.NaN] = await ask(library, questions.slice(0, 1), { times: 1, warmUp: 0 });
  const { rss } = await library.memory();
  return {
    what: `first Retrieve after a restart, over ${chunks} chunks`,
    measured: `${first.toFixed(0)} ms`,
    beside: `the second: ${second.toFixed(1)} ms; ${((rss - empty) / 2 ** 20).toFixed(0)} MB resident on top of ${(empty / 2 ** 20).toFixed(0)} MB`,
  };
}

interface Growth {
  readonly chunks: number;
  readonly pages: number;
  readonly questions: string[];
}

async function grow(library: BenchedLibrary, write: Writer, { chunks: wanted, pages, questions }: Growth) {
  const embedder = lexicalEmbedder();
  let [chunks, documents, bytes] = [0, 0, 0];
  let putting: Promise<void>[] = [];
  while (chunks < wanted) {
    const { text, sentence } = bookOf(write, pages);
    chunks += (await chunk(text, chunking, embedder)).chunks.length;
    bytes += Buffer.byteLength(text);
    putting.push(library.put(`docs/${pages}-${documents++}.md`, text));
    if (putting.length === uploads) putting = (await Promise.all(putting)) && [];
    questions.push(
      sentence
        .split(' ')
        .filter((_, at) => at % 3 !== 2)
        .join(' '),
    );
  }
  await Promise.all(putting);
  const { seconds } = await library.ingest();
  return { chunks, documents, bytes, seconds };
}

async function ask(
  { runtime, knowledgeBaseId }: BenchedLibrary,
  questions: readonly string[],
  { times: wanted, warmUp }: { readonly times: number; readonly warmUp: number },
) {
  const times: number[] = [];
  for (let n = 0; n < wanted + warmUp; n++) {
    const text = questions[Math.floor((n * questions.length) / (wanted + warmUp))] ?? '';
    const before = performance.now();
    await runtime.send(new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } }));
    // The first ones make what is made when it is first needed.
    if (n >= warmUp) times.push(performance.now() - before);
  }
  return times;
}
