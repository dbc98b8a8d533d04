import type { ChunkingConfig } from '../../knowledge-base-config';
import type { ConfigSubject, Placed } from '../config';
import { embeddingModelOf } from '../embedding-models';
import type { Rule } from '../rule';
import { pages } from '../sources';

type Strategy = ChunkingConfig['chunkingStrategy'];

/** The chunking, if the configuration has one of this strategy. */
function chunkingOf<S extends Strategy>({ config }: ConfigSubject, strategy: S) {
  const chunking = config.knowledgeBase?.chunking;
  return chunking?.chunkingStrategy === strategy
    ? (chunking as Extract<ChunkingConfig, { chunkingStrategy: S }>)
    : undefined;
}

const at = '/knowledgeBase/chunking';
const isWhole = (value: number, min: number, max: number) =>
  Number.isInteger(value) && value >= min && value <= max;

/** The sizes of chunks that a strategy is given. */
function sizesOf({ config }: ConfigSubject): readonly Placed<number>[] {
  const chunking = config.knowledgeBase?.chunking;
  switch (chunking?.chunkingStrategy) {
    case 'FIXED_SIZE':
    case 'SEMANTIC':
      return [{ path: `${at}/maxTokens`, value: chunking.maxTokens }];
    case 'HIERARCHICAL':
      return chunking.levelConfigurations.map(({ maxTokens }, index) => ({
        path: `${at}/levelConfigurations/${index}/maxTokens`,
        value: maxTokens,
      }));
    default:
      return [];
  }
}

/** Rules about how documents become chunks. */
export const chunkingRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'chunk-tokens',
    demand: 'A chunk has at least one token.',
    bedrock: 'not documented',
    mend: 'Give whole tokens; 300 is what Bedrock takes by default',
    source: pages.fixedSizeChunking,
    *check(subject) {
      for (const { path, value } of sizesOf(subject)) {
        if (!isWhole(value, 1, Number.MAX_SAFE_INTEGER)) yield { path, message: `It is ${value}` };
      }
    },
  },
  {
    id: 'chunk-model-input',
    demand: 'A chunk fits the input of the embedding model.',
    bedrock: 'not documented',
    mend: 'Make the chunks smaller, or choose a model that reads more',
    source: pages.titanEmbeddings,
    *check(subject) {
      const { knowledgeBase } = subject.config;
      const model = knowledgeBase && embeddingModelOf(knowledgeBase);
      if (!model || knowledgeBase.chunking.chunkingStrategy === 'HIERARCHICAL') return;
      for (const { path, value } of sizesOf(subject)) {
        if (value <= model.maxTokens) continue;
        yield { path, message: `${knowledgeBase.embeddingModel.modelId} reads ${model.maxTokens} tokens` };
      }
    },
  },
  {
    id: 'fixed-size-overlap',
    demand: 'Chunks of a fixed size overlap by 1 to 99 per cent.',
    bedrock: 'not documented',
    mend: 'Choose a whole percentage in that range, 20 for example',
    source: pages.fixedSizeChunking,
    *check(subject) {
      const { overlapPercentage = 1 } = chunkingOf(subject, 'FIXED_SIZE') ?? {};
      if (isWhole(overlapPercentage, 1, 99)) return;
      yield { path: `${at}/overlapPercentage`, message: `It is ${overlapPercentage}` };
    },
  },
  {
    id: 'hierarchical-levels',
    demand: 'Hierarchical chunking has two levels.',
    bedrock: 'not documented',
    mend: 'Give the parents first and the children second, for example 1,500 and 300 tokens',
    source: pages.hierarchicalChunking,
    *check(subject) {
      const { length = 2 } = chunkingOf(subject, 'HIERARCHICAL')?.levelConfigurations ?? {};
      // The type says so; a configuration that was put together at run time may not.
      if (Number(length) !== 2) yield { path: `${at}/levelConfigurations`, message: `There are ${length}` };
    },
  },
  {
    id: 'hierarchical-tokens',
    demand: 'A chunk of a hierarchy has at most 8,192 tokens.',
    bedrock: 'not documented',
    mend: 'Make it smaller',
    source: pages.hierarchicalLevel,
    *check(subject) {
      if (!chunkingOf(subject, 'HIERARCHICAL')) return;
      for (const { path, value } of sizesOf(subject)) {
        if (value > 8192) yield { path, message: `It has ${value}` };
      }
    },
  },
  {
    id: 'hierarchical-child',
    demand: 'The children of a hierarchy are smaller than their parents.',
    bedrock: 'not documented',
    mend: 'Give the parents first and the children second, for example 1,500 and 300 tokens',
    source: pages.hierarchicalChunking,
    *check(subject) {
      const [parent, child] = chunkingOf(subject, 'HIERARCHICAL')?.levelConfigurations ?? [];
      if (!parent || !child || child.maxTokens < parent.maxTokens) return;
      const message = `They have ${child.maxTokens} tokens, and their parents ${parent.maxTokens}`;
      yield { path: `${at}/levelConfigurations/1/maxTokens`, message };
    },
  },
  {
    id: 'hierarchical-overlap',
    demand: 'The children of a hierarchy overlap by at least one token, and by less than they have.',
    bedrock: 'not documented',
    mend: 'Choose a fifth of the size of a child, for example',
    source: pages.hierarchicalChunking,
    *check(subject) {
      const chunking = chunkingOf(subject, 'HIERARCHICAL');
      const [, child] = chunking?.levelConfigurations ?? [];
      if (!chunking || !child || isWhole(chunking.overlapTokens, 1, child.maxTokens - 1)) return;
      const message = `They overlap by ${chunking.overlapTokens} and have ${child.maxTokens}`;
      yield { path: `${at}/overlapTokens`, message };
    },
  },
  {
    id: 'hierarchical-s3-vectors',
    demand:
      'In S3 Vectors parent and child have at most 8,000 tokens together: both are metadata of a vector.',
    bedrock: 'not documented',
    mend: "Make them smaller, or use store: 'OPENSEARCH_SERVERLESS'",
    source: pages.chunking,
    *check(subject) {
      const { store = 'S3_VECTORS' } = subject.config.knowledgeBase ?? {};
      const chunking = chunkingOf(subject, 'HIERARCHICAL');
      if (!chunking || store !== 'S3_VECTORS') return;
      const sum = chunking.levelConfigurations.reduce((total, { maxTokens }) => total + maxTokens, 0);
      if (sum > 8000) yield { path: `${at}/levelConfigurations`, message: `They have ${sum}` };
    },
  },
  {
    id: 'semantic-buffer',
    demand: 'Semantic chunking compares sentences with a buffer of 0 or 1.',
    bedrock: 'not documented',
    mend: 'Choose 0 for each sentence by itself, 1 for it with its neighbours',
    source: pages.semanticChunking,
    *check(subject) {
      const { bufferSize = 0 } = chunkingOf(subject, 'SEMANTIC') ?? {};
      if (!isWhole(bufferSize, 0, 1)) yield { path: `${at}/bufferSize`, message: `It is ${bufferSize}` };
    },
  },
  {
    id: 'semantic-threshold',
    demand: 'The threshold of semantic chunking is a percentile from 50 to 99.',
    bedrock: 'not documented',
    mend: 'Choose a whole number in that range; 95 is what the console takes by default',
    source: pages.semanticChunking,
    *check(subject) {
      const { breakpointPercentileThreshold: threshold = 95 } = chunkingOf(subject, 'SEMANTIC') ?? {};
      if (isWhole(threshold, 50, 99)) return;
      yield { path: `${at}/breakpointPercentileThreshold`, message: `It is ${threshold}` };
    },
  },
  {
    id: 'none-document-length',
    demand: 'Without chunking every document fits the input of the embedding model.',
    bedrock: 'not documented',
    mend: "Split the document, or let Bedrock do it: chunkingStrategy: 'FIXED_SIZE'",
    source: pages.titanEmbeddings,
    *check(subject) {
      const { knowledgeBase } = subject.config;
      const limit = knowledgeBase && embeddingModelOf(knowledgeBase)?.maxCharacters;
      if (!limit || !chunkingOf(subject, 'NONE')) return;
      const long = (subject.listFiles?.(knowledgeBase.documents) ?? []).flatMap((file) => {
        // Of other types the text is not known before they are parsed.
        const text = /\.(md|txt|csv)$/i.test(file) ? subject.readText?.(file) : undefined;
        return text !== undefined && text.length > limit ? [`${file} (${text.length})`] : [];
      });
      if (long.length === 0) return;
      const { modelId } = knowledgeBase.embeddingModel;
      const message = `${modelId} reads ${limit} characters, and these have more: ${long.join(', ')}`;
      yield { path: `${at}/chunkingStrategy`, message };
    },
  },
];
