import { syncKnowledgeBase } from '../../../scripts/sync/sync-knowledge-base';
import { silent } from '../../../scripts/sync/sync-observer';
import { clientConfig } from '../sdk-client';
import { prefix } from './memory-bucket';

/** A whole sync to be killed: `library-sync-process.ts ENV FOLDER BUCKET MANIFEST KNOWLEDGE_BASE DATA_SOURCE`. */
const [
  ,
  ,
  env = '{}',
  folder = '',
  documentsBucket = '',
  manifestKey = '',
  knowledgeBaseId = '',
  source = '',
] = process.argv;
syncKnowledgeBase({
  target: {
    knowledgeBaseId,
    dataSourceId: source,
    documentsBucket,
    clientConfig: (service) => clientConfig({ env: JSON.parse(env) as Record<string, string> }, service),
  },
  documents: { folder, prefix, manifestKey },
  dryRun: false,
  skipInvalid: false,
  allowMassDelete: true,
  signal: new AbortController().signal,
  observer: silent,
}).then((result) => process.stdout.write(JSON.stringify(result)));
