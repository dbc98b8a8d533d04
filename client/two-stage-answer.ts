import {
  type BedrockAgentRuntimeClient,
  type KnowledgeBaseRetrievalResult,
  type RetrievalFilter,
  RetrieveCommand,
  type RetrieveCommandOutput,
} from '@aws-sdk/client-bedrock-agent-runtime';

/**
 * Retrieval in two stages, to take and change: many passages by Retrieve, with a filter on their metadata; of these
 * the few that a re-ranker puts first; from them an answer by any generator, which says what it rests on.
 */
export interface TwoStageProps {
  readonly client: Pick<BedrockAgentRuntimeClient, 'send'>;
  readonly knowledgeBaseId: string;
  readonly question: string;
  /** Narrows the first stage, for example `{ equals: { key: 'audience', value: 'customers' } }`. */
  readonly filter?: RetrievalFilter;
  /** Passages of the first stage: enough that the right one is among them, at most 100 (AWS). */
  readonly candidates?: number;
  /** Passages that the generator gets. */
  readonly kept?: number;
  readonly rerank?: Rerank;
  readonly generate: Generate;
  readonly abortSignal?: AbortSignal;
}

/** Scores each passage for a question, the higher the better; in the sequence of the passages. */
export type Rerank = (question: string, passages: readonly RetrievedPassage[]) => Promise<readonly number[]>;

/** Writes an answer from passages, and names those that it rests on by their position. */
export type Generate = (request: {
  readonly question: string;
  readonly passages: readonly RetrievedPassage[];
  readonly abortSignal?: AbortSignal;
}) => Promise<{ readonly text: string; readonly used: readonly number[] }>;

export interface RetrievedPassage {
  readonly text: string;
  /** Where it stands: an `s3://` URI, a web address or a custom document's id. */
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of the first stage. */
  readonly score: number;
}

export interface TwoStageAnswer {
  readonly text: string;
  /** What the answer rests on; empty when nothing was found or nothing was used. */
  readonly sources: readonly RetrievedPassage[];
  /** What the generator was given, the best first. */
  readonly passages: readonly RetrievedPassage[];
}

/**
 * Answers a question in two stages. Without any passage the generator is not asked, since it would answer from
 * nothing: `text` is empty then. Throws the SDK's errors, and an Error for a re-ranker or generator that
 * breaks its contract.
 */
export async function twoStageAnswer({
  candidates = 25,
  kept = 5,
  rerank = byWords,
  generate,
  ...props
}: TwoStageProps): Promise<TwoStageAnswer> {
  const { question, abortSignal } = props;
  const found = await retrieveAll({ ...props, candidates });
  if (found.length === 0) return { text: '', sources: [], passages: [] };
  const scores = await rerank(question, found);
  if (scores.length !== found.length) {
    throw new Error(`rerank gave ${scores.length} scores for ${found.length} passages`);
  }
  const passages = found
    .map((passage, at) => ({ passage, score: scores[at] ?? 0 }))
    // A stable sort: where the re-ranker sees no difference, the first stage decides.
    .sort((a, b) => b.score - a.score)
    .slice(0, kept)
    .map(({ passage }) => passage);
  const { text, used } = await generate({ question, passages, ...(abortSignal && { abortSignal }) });
  const sources = [...new Set(used)].map((at) => {
    const passage = passages[at];
    if (!passage) throw new Error(`generate names passage ${at}, and there are ${passages.length}`);
    return passage;
  });
  return { text, sources, passages };
}

/** AWS may hand out the passages in several answers. */
async function retrieveAll({
  client,
  knowledgeBaseId,
  question,
  filter,
  candidates,
  abortSignal,
}: Pick<TwoStageProps, 'client' | 'knowledgeBaseId' | 'question' | 'filter' | 'abortSignal'> & {
  readonly candidates: number;
}): Promise<RetrievedPassage[]> {
  const passages: RetrievedPassage[] = [];
  let nextToken: string | undefined;
  do {
    const command = new RetrieveCommand({
      knowledgeBaseId,
      retrievalQuery: { text: question },
      retrievalConfiguration: {
        vectorSearchConfiguration: { numberOfResults: candidates, ...(filter && { filter }) },
      },
      nextToken,
    });
    const answer: RetrieveCommandOutput = await client.send(command, { abortSignal });
    passages.push(...(answer.retrievalResults ?? []).flatMap(passageOf));
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  return passages;
}

function passageOf({ content, location, metadata, score }: KnowledgeBaseRetrievalResult): RetrievedPassage[] {
  const { s3Location, webLocation, customDocumentLocation } = location ?? {};
  const source = s3Location?.uri ?? webLocation?.url ?? customDocumentLocation?.id ?? '';
  // Images and rows have no text for a generator.
  return content?.text ? [{ text: content.text, source, metadata: metadata ?? {}, score: score ?? 0 }] : [];
}

/**
 * A re-ranker without a model: passages by how many of the question's words they hold, rare words before frequent
 * ones. Exact names and numbers, which vectors blur, come to the top; put a model in its place where
 * meaning matters (Bedrock's Rerank, or a rerankingConfiguration on Retrieve).
 */
export const byWords: Rerank = async (question, passages) => {
  const sets = passages.map(({ text }) => new Set(wordsOf(text)));
  const wanted = [...new Set(wordsOf(question))].map((word) => {
    const holders = sets.filter((set) => set.has(word)).length;
    return { word, weight: Math.log(1 + passages.length / (1 + holders)) };
  });
  return sets.map((set) => wanted.reduce((sum, { word, weight }) => sum + (set.has(word) ? weight : 0), 0));
};

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
