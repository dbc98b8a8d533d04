import config from '../../../agent.config';
import { resolveKnowledgeBase } from '../../../client/knowledge-base-target';
import { documentsSettings } from '../../../scripts/sync/open-knowledge-base';
import { syncKnowledgeBase } from '../../../scripts/sync/sync-knowledge-base';
import { silent } from '../../../scripts/sync/sync-observer';
import type { SyncResult } from '../../../scripts/sync/sync-result';

/** Puts the project's documents into the knowledge base of an emulator that runs the project's app. */
export async function syncCorpus(endpoint: string): Promise<SyncResult> {
  const target = await resolveKnowledgeBase({ stackName: `${config.name}-dev-knowledge-base`, endpoint });
  return syncKnowledgeBase({
    target,
    documents: documentsSettings(),
    dryRun: false,
    skipInvalid: false,
    allowMassDelete: false,
    signal: new AbortController().signal,
    observer: silent,
  });
}
