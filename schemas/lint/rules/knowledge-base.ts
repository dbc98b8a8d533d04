import type { KnowledgeBaseConfig } from '../../knowledge-base-config';
import { badLength, type ConfigSubject } from '../config';
import { embeddingModelOf } from '../embedding-models';
import type { Offence, Rule } from '../rule';
import { pages } from '../sources';

/** A rule's check, of a configuration that has a knowledge base; its paths begin there. */
const of = (look: (knowledgeBase: KnowledgeBaseConfig, subject: ConfigSubject) => Iterable<Offence>) =>
  function* check(subject: ConfigSubject): Generator<Offence> {
    const { knowledgeBase } = subject.config;
    if (!knowledgeBase) return;
    for (const { path, message } of look(knowledgeBase, subject)) {
      yield { path: `/knowledgeBase${path}`, message };
    }
  };

/** SQS keeps what it was told of changes for 14 days at most. */
const longestPause = { minute: 14 * 24 * 60, hour: 14 * 24, day: 14 };

/**
 * Minutes, hours, day of the month, month, day of the week, year. One of the two days is a question mark (EventBridge
 * Scheduler user guide, schedule types).
 */
function isCron(expression: string): boolean {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const forms = [
    /^[\d*,/-]+$/,
    /^[\d*,/-]+$/,
    /^(\?|[\d*,/LW-]+)$/,
    /^[\dA-Z*,/-]+$/i,
    /^(\?|[\dA-Z*,#/-]+)$/i,
  ];
  const isWhole =
    fields.length === 6 && [...forms, /^[\d*,/-]+$/].every((form, at) => form.test(fields[at] ?? ''));
  return isWhole && (fields[2] === '?') !== (fields[4] === '?');
}

/** Rules about the knowledge base, its store and its documents. */
export const knowledgeBaseRules: readonly Rule<ConfigSubject>[] = [
  {
    id: 'knowledge-base-description',
    demand: 'The description of a knowledge base has 1 to 200 characters.',
    bedrock: 'not documented',
    mend: 'Say in one sentence what the agent finds there: it decides by it when to look',
    source: pages.associateKnowledgeBase,
    check: of(function* ({ description }) {
      const bad = badLength(description, 1, 200);
      if (bad) yield { path: '/description', message: `The description ${bad}` };
    }),
  },
  {
    id: 'documents-folder',
    demand: 'The documents are in a folder of the project.',
    bedrock: 'not documented',
    mend: 'Give the path from the project folder, for example docs-corpus',
    source: pages.dataSourceConnector,
    check: of(function* ({ documents }, { listFiles }) {
      const inside = /^(?!\/)[^\\]+$/.test(documents) && !documents.split('/').includes('..');
      if (inside && (!listFiles || listFiles(documents))) return;
      yield { path: '/documents', message: `There is no folder ${JSON.stringify(documents)} in it` };
    }),
  },
  {
    id: 'embedding-model-id',
    demand: 'The embedding model is named by the id of a foundation model.',
    bedrock: 'not documented',
    mend: 'Copy the model id from the page of the model, for example amazon.titan-embed-text-v2:0',
    source: pages.embeddingModel,
    check: of(function* ({ embeddingModel: { modelId } }) {
      const named = /^[a-z0-9-]+(\.[a-zA-Z0-9-]+)+(:[a-zA-Z0-9]+)*$/.test(modelId);
      if (named && !/^(us|us-gov|eu|apac|jp|au|ca|global)\./.test(modelId)) return;
      yield { path: '/embeddingModel/modelId', message: `It is ${JSON.stringify(modelId)}` };
    }),
  },
  {
    id: 'embedding-dimensions',
    demand: 'The vectors have as many dimensions as the embedding model gives them, at most 4,096.',
    bedrock: 'not documented',
    mend: 'Choose one that the page of the model lists',
    source: pages.embeddingModels,
    check: of(function* (knowledgeBase) {
      const { modelId, dimensions } = knowledgeBase.embeddingModel;
      const offered = embeddingModelOf(knowledgeBase)?.dimensions;
      if (offered?.includes(dimensions)) return;
      if (!offered && Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= 4096) return;
      const message = `${modelId} gives ${offered?.join(', ') ?? '1 to 4,096'}, not ${dimensions}`;
      yield { path: '/embeddingModel/dimensions', message };
    }),
  },
  {
    id: 'embedding-data-type',
    demand: 'The embedding model gives vectors of the data type.',
    bedrock: 'not documented',
    mend: "Use embeddingDataType: 'FLOAT32', or another model",
    source: pages.embeddingModels,
    check: of(function* (knowledgeBase) {
      const { modelId, embeddingDataType = 'FLOAT32' } = knowledgeBase.embeddingModel;
      const offered = embeddingModelOf(knowledgeBase)?.dataTypes;
      if (!offered || offered.includes(embeddingDataType)) return;
      const message = `${modelId} gives ${offered.join(' and ')} only`;
      yield { path: '/embeddingModel/embeddingDataType', message };
    }),
  },
  {
    id: 'binary-store',
    demand: 'Binary vectors are stored in OpenSearch Serverless.',
    bedrock: 'not documented',
    mend: "Use embeddingDataType: 'FLOAT32', or store: 'OPENSEARCH_SERVERLESS'",
    source: pages.vectorStores,
    check: of(function* ({ embeddingModel, store = 'S3_VECTORS' }) {
      if (embeddingModel.embeddingDataType !== 'BINARY' || store !== 'S3_VECTORS') return;
      yield { path: '/store', message: 'S3 Vectors keeps FLOAT32 only' };
    }),
  },
  {
    id: 'hybrid-store',
    demand: 'Hybrid search needs a store that searches words too.',
    bedrock: 'not documented',
    mend: "Use overrideSearchType: 'SEMANTIC', or store: 'OPENSEARCH_SERVERLESS'",
    source: pages.vectorSearch,
    check: of(function* ({ overrideSearchType, store = 'S3_VECTORS' }) {
      if (overrideSearchType !== 'HYBRID' || store !== 'S3_VECTORS') return;
      yield { path: '/overrideSearchType', message: 'S3 Vectors finds by meaning only' };
    }),
  },
  {
    id: 'number-of-results',
    demand: 'A question gets 1 to 100 chunks.',
    bedrock: 'not documented',
    mend: 'Choose a whole number in that range; the agent reads all of them',
    source: pages.vectorSearch,
    check: of(function* ({ numberOfResults = 5 }) {
      if (Number.isInteger(numberOfResults) && numberOfResults >= 1 && numberOfResults <= 100) return;
      yield { path: '/numberOfResults', message: `It is ${numberOfResults}` };
    }),
  },
  {
    id: 'prefix-count',
    demand: 'A data source includes one prefix.',
    bedrock: 'not documented',
    mend: 'Keep one that all documents share, or leave inclusionPrefixes out',
    source: pages.s3DataSource,
    check: of(function* ({ inclusionPrefixes }) {
      if (!inclusionPrefixes || inclusionPrefixes.length === 1) return;
      yield { path: '/inclusionPrefixes', message: `There are ${inclusionPrefixes.length}` };
    }),
  },
  {
    id: 'prefix-form',
    demand: 'A prefix is the beginning of a key: 1 to 300 characters, with no slash before and no wildcard.',
    bedrock: 'not documented',
    mend: "Write it as the keys begin, for example 'docs/'",
    source: pages.s3DataSource,
    check: of(function* ({ inclusionPrefixes = [] }) {
      for (const [index, prefix] of inclusionPrefixes.entries()) {
        if (/^(?!s3:)[^/*?][^*?]{0,299}$/.test(prefix)) continue;
        yield { path: `/inclusionPrefixes/${index}`, message: `It is ${JSON.stringify(prefix)}` };
      }
    }),
  },
  {
    id: 'schedule-expression',
    demand: 'Documents are looked for at a rate of at most 14 days, or by cron.',
    bedrock: 'not documented',
    mend: 'Write rate(1 hour), rate(2 days) or cron(0 6 * * ? *)',
    source: pages.schedule,
    check: of(function* ({ autoSync }) {
      if (!autoSync) return;
      const { scheduleExpression } = autoSync;
      const [, count, unit = ''] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(scheduleExpression) ?? [];
      if (count && Number(count) <= longestPause[unit as keyof typeof longestPause]) return;
      if (isCron(scheduleExpression)) return;
      yield { path: '/autoSync/scheduleExpression', message: `It is ${JSON.stringify(scheduleExpression)}` };
    }),
  },
  {
    id: 'schedule-timezone',
    demand: 'The timezone of a schedule is one of the tz database.',
    bedrock: 'not documented',
    mend: 'Write it as Europe/Berlin, or leave it out for UTC',
    source: pages.scheduleTimezone,
    check: of(function* ({ autoSync }) {
      const { scheduleExpressionTimezone: timeZone = 'UTC' } = autoSync ?? {};
      try {
        new Intl.DateTimeFormat('en', { timeZone });
      } catch {
        yield { path: '/autoSync/scheduleExpressionTimezone', message: `It is ${JSON.stringify(timeZone)}` };
      }
    }),
  },
];
