import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  InvokeAgentCommand,
  RetrieveAndGenerateCommand,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Row, Section } from '../results';
import { type Answering, answeringOf, customerQuestions, type Said } from './customers';
import { type BenchedLibrary, type ChunkingTemplate, openLibrary } from './library';
import { type Found, type Quality, type Question, qualityOf } from './questions';

/** A document as it lies in the bucket. */
export interface BenchedDocument {
  readonly key: string;
  read(): Promise<Uint8Array>;
}

const strategies: Readonly<Record<string, ChunkingTemplate>> = {
  'FIXED_SIZE, 300 tokens, 20 % overlap (as configured)': {
    ChunkingStrategy: 'FIXED_SIZE',
    FixedSizeChunkingConfiguration: { MaxTokens: 300, OverlapPercentage: 20 },
  },
  'HIERARCHICAL, 1500 and 300 tokens': {
    ChunkingStrategy: 'HIERARCHICAL',
    HierarchicalChunkingConfiguration: {
      LevelConfigurations: [{ MaxTokens: 1500 }, { MaxTokens: 300 }],
      OverlapTokens: 60,
    },
  },
  'SEMANTIC, 300 tokens': {
    ChunkingStrategy: 'SEMANTIC',
    SemanticChunkingConfiguration: { MaxTokens: 300, BufferSize: 0, BreakpointPercentileThreshold: 95 },
  },
  'NONE: whole documents': { ChunkingStrategy: 'NONE' },
};

const questionsFile = path.join(__dirname, '..', '..', 'test', 'fixtures', 'questions', 'questions.json');

/** How well questions find their documents, for each way to cut them. */
export async function benchQuality(documents: () => Promise<readonly BenchedDocument[]>): Promise<Section> {
  const { questions } = JSON.parse(readFileSync(questionsFile, 'utf8')) as { questions: Question[] };
  const rows: Row[] = [];
  for (const [name, chunking] of Object.entries(strategies)) {
    const library = await openLibrary(chunking);
    try {
      for (const document of await documents()) await library.put(document.key, await document.read());
      await library.ingest();
      rows.push(...(await rowsOf(name, library, questions)));
    } finally {
      await library.close();
    }
  }
  return {
    title: 'Retrieval: what is found',
    how: 'The documents in docs-corpus and the questions that were written before there was an index: 40 in the words of the documents, 40 paraphrased, 10 that the documents do not answer. recall@5: an expected document among the first five passages; MRR: 1 / the place of the first such passage, of ten. The offline embedder knows words and not meaning, so paraphrased questions are reported and have no goal. Answered: the offline generator took at least one sentence from the documents. Customers: what people type into the chat of a shop, 95 questions with the documents that rightly answer and 16 that none answers, asked by InvokeAgent of the whole app; one half was written and committed before the planner was tuned on the other. Right: what is said first is from such a document.',
    rows,
  };
}

async function rowsOf(name: string, library: BenchedLibrary, questions: readonly Question[]): Promise<Row[]> {
  const of = (kind: Question['kind']) => questions.filter((question) => question.kind === kind);
  const literal = await qualityOf(of('literal'), (text) => retrieve(library, text));
  const paraphrased = await qualityOf(of('paraphrased'), (text) => retrieve(library, text));
  const decided = { right: 0, wrong: 0, literal: 0, outside: 0 };
  for (const { kind, question, expected } of questions) {
    const files = await answeredFrom(library, question);
    if (files.length === 0) continue;
    if (files.some((file) => expected.some((one) => one.file === file))) decided.right++;
    else decided.wrong++;
    if (kind === 'literal') decided.literal++;
    if (kind === 'unanswerable') decided.outside++;
  }
  const answered = decided.right + decided.wrong;
  return [
    {
      what: `${name}: in the words of the documents`,
      measured: told(literal),
      goal: 'recall@5 at least 0.95, MRR at least 0.80',
      reached: literal.recallAt5 >= 0.95 && literal.meanReciprocalRank >= 0.8,
    },
    { what: `${name}: paraphrased`, measured: told(paraphrased) },
    {
      what: `${name}: answered at all, of all 90`,
      measured: `${answered}, ${decided.right} of them from an expected document (precision ${(decided.right / answered).toFixed(2)})`,
      beside: `literal ${decided.literal} of 40, outside the documents ${decided.outside} of 10`,
    },
    ...(await customersRows(name, library)),
  ];
}

async function customersRows(name: string, library: BenchedLibrary): Promise<Row[]> {
  const said = new Map<string, Said>();
  for (const { id, question } of customerQuestions()) said.set(id, await askAgent(library, id, question));
  return (['tuning', 'held-out'] as const).map((half) => ({
    what: `${name}: customers, ${half}`,
    measured: inWords(answeringOf(half, said)),
  }));
}

const inWords = ({ questions, right, told: facts, wrong, silent, outside, refused }: Answering): string =>
  `${right} of ${questions} right (${facts} with the fact), ${wrong} wrong, ${silent} nothing found; outside ${refused} of ${outside} refused`;

async function askAgent({ runtime, agentIds }: BenchedLibrary, id: string, inputText: string): Promise<Said> {
  const sessionState = { sessionAttributes: { customerId: 'CUST-001' } };
  const { completion = [] } = await runtime.send(
    new InvokeAgentCommand({
      agentId: agentIds.agentId,
      agentAliasId: agentIds.agentAliasId,
      sessionId: `customer-${id}`,
      inputText,
      sessionState,
    }),
  );
  let text = '';
  const files: string[] = [];
  for await (const { chunk } of completion) {
    text += new TextDecoder().decode(chunk?.bytes);
    for (const { retrievedReferences = [] } of chunk?.attribution?.citations ?? []) {
      files.push(...retrievedReferences.map(({ location }) => fileOf(location?.s3Location?.uri)));
    }
  }
  return { text, files };
}

const told = ({ recallAt5, meanReciprocalRank, answerAt5 }: Quality): string =>
  `recall@5 ${recallAt5.toFixed(3)}, MRR ${meanReciprocalRank.toFixed(3)}; the answer's words in the first five ${answerAt5.toFixed(3)}`;

async function retrieve({ runtime, knowledgeBaseId }: BenchedLibrary, text: string): Promise<Found[]> {
  const { retrievalResults = [] } = await runtime.send(
    new RetrieveCommand({
      knowledgeBaseId,
      retrievalQuery: { text },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 10 } },
    }),
  );
  return retrievalResults.map(({ content, location }) => ({
    text: content?.text ?? '',
    file: fileOf(location?.s3Location?.uri),
  }));
}

async function answeredFrom({ runtime, knowledgeBaseId }: BenchedLibrary, text: string): Promise<string[]> {
  const { citations = [] } = await runtime.send(
    new RetrieveAndGenerateCommand({
      input: { text },
      retrieveAndGenerateConfiguration: {
        type: 'KNOWLEDGE_BASE',
        knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: 'us.anthropic.claude-sonnet-4-6' },
      },
    }),
  );
  return citations.flatMap(({ retrievedReferences = [] }) =>
    retrievedReferences.map(({ location }) => fileOf(location?.s3Location?.uri)),
  );
}

/** The file in docs-corpus of an object below `docs/`. */
const fileOf = (uri = ''): string => uri.replace(/^s3:\/\/[^/]+\/docs\//, '');
