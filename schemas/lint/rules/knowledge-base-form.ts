import type {
  AutoSyncConfig,
  ChunkingConfig,
  KnowledgeBaseConfig,
  ParsingConfig,
} from '../../knowledge-base-config';
import type { ConfigSubject } from '../config';
import type { Offence, Rule } from '../rule';
import { pages } from '../sources';

type Presence = 'required' | 'optional';
type Settings<T> = Readonly<Record<keyof T & string, Presence>>;
type Strategy = ChunkingConfig['chunkingStrategy'];
type Parameter<S extends Strategy> = Exclude<
  keyof Extract<ChunkingConfig, { chunkingStrategy: S }>,
  'chunkingStrategy'
>;

/** By where they are, below the knowledge base. */
const settings: Readonly<Record<string, Readonly<Record<string, Presence>>>> = {
  '': {
    description: 'required',
    documents: 'required',
    embeddingModel: 'required',
    chunking: 'required',
    store: 'optional',
    inclusionPrefixes: 'optional',
    dataDeletionPolicy: 'optional',
    parsing: 'optional',
    overrideSearchType: 'optional',
    numberOfResults: 'optional',
    autoSync: 'optional',
  } satisfies Settings<KnowledgeBaseConfig>,
  '/embeddingModel': {
    modelId: 'required',
    dimensions: 'required',
    embeddingDataType: 'optional',
  } satisfies Settings<KnowledgeBaseConfig['embeddingModel']>,
  '/parsing': { parsingStrategy: 'required', model: 'required' } satisfies Settings<ParsingConfig>,
  '/autoSync': {
    scheduleExpression: 'required',
    scheduleExpressionTimezone: 'optional',
  } satisfies Settings<AutoSyncConfig>,
};

const parameters: { readonly [S in Strategy]: readonly Parameter<S>[] } = {
  FIXED_SIZE: ['maxTokens', 'overlapPercentage'],
  HIERARCHICAL: ['levelConfigurations', 'overlapTokens'],
  SEMANTIC: ['maxTokens', 'bufferSize', 'breakpointPercentileThreshold'],
  NONE: [],
};

const choices: Readonly<Record<string, readonly string[]>> = {
  '/store': ['S3_VECTORS', 'OPENSEARCH_SERVERLESS'],
  '/dataDeletionPolicy': ['RETAIN', 'DELETE'],
  '/overrideSearchType': ['SEMANTIC', 'HYBRID'],
  '/embeddingModel/embeddingDataType': ['FLOAT32', 'BINARY'],
  '/parsing/parsingStrategy': ['BEDROCK_FOUNDATION_MODEL'],
  '/chunking/chunkingStrategy': Object.keys(parameters),
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((node, key) => (isRecord(node) ? node[key] : undefined), root);

/** The places that have a value, with it and with what holds there. */
function* present<T>(root: unknown, places: Readonly<Record<string, T>>): Generator<[string, unknown, T]> {
  for (const [at, held] of Object.entries(places)) {
    const value = valueAt(root, at);
    if (value !== undefined) yield [at, value, held];
  }
}

/** What is missing of a part of the configuration, and what it has too many. */
function* misfits(at: string, part: unknown, known: Readonly<Record<string, Presence>>): Generator<Offence> {
  if (!isRecord(part)) {
    yield { path: at, message: `It is ${JSON.stringify(part)}, not an object` };
    return;
  }
  const names = Object.keys(known).join(', ') || 'nothing';
  for (const [name, value] of Object.entries(part)) {
    if (value === undefined || name in known) continue;
    yield { path: `${at}/${name}`, message: `There is ${names}, and no ${name}` };
  }
  for (const [name, presence] of Object.entries(known)) {
    if (presence === 'required' && part[name] === undefined) {
      yield { path: `${at}/${name}`, message: `${name} is missing` };
    }
  }
}

const of = (look: (knowledgeBase: unknown) => Iterable<Offence>) =>
  function* check({ config }: ConfigSubject): Generator<Offence> {
    if (config.knowledgeBase === undefined) return;
    for (const { path, message } of look(config.knowledgeBase)) {
      yield { path: `/knowledgeBase${path}`, message };
    }
  };

/**
 * What the compiler finds, too. The configuration is synthesized without it, and a setting with another spelling or
 * of another strategy would get lost, or be refused by CloudFormation after half a deployment.
 */
export const knowledgeBaseFormRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'knowledge-base-settings',
    demand: 'A knowledge base has all settings that it needs, and only such as there are.',
    bedrock: 'not documented',
    mend: 'Correct the name, or add what is missing; KnowledgeBaseConfig describes each',
    source: pages.createKnowledgeBase,
    check: of(function* (knowledgeBase) {
      for (const [at, part, known] of present(knowledgeBase, settings)) yield* misfits(at, part, known);
    }),
  },
  {
    id: 'knowledge-base-choices',
    demand: 'A setting that is a choice has one of its values.',
    bedrock: 'not documented',
    mend: 'Write one of the values as it is listed',
    source: pages.createKnowledgeBase,
    check: of(function* (knowledgeBase) {
      for (const [path, value, values] of present(knowledgeBase, choices)) {
        if (values.includes(String(value))) continue;
        yield { path, message: `It is ${JSON.stringify(value)}, and there is ${values.join(', ')}` };
      }
    }),
  },
  {
    id: 'chunking-parameters',
    demand: 'Chunking has the parameters of its strategy, and no others.',
    bedrock: 'not documented',
    mend: 'Give what the strategy takes, or choose the strategy that takes what is given',
    source: pages.chunking,
    check: of(function* (knowledgeBase) {
      const chunking = valueAt(knowledgeBase, '/chunking');
      if (chunking === undefined) return;
      const strategy = valueAt(chunking, '/chunkingStrategy');
      const known = Object.entries(parameters).find(([name]) => name === strategy)?.[1];
      // Another rule finds what is no strategy.
      if (isRecord(chunking) && strategy !== undefined && !known) return;
      const names = ['chunkingStrategy', ...(known ?? [])];
      yield* misfits('/chunking', chunking, Object.fromEntries(names.map((name) => [name, 'required'])));
    }),
  },
];
