import * as path from 'node:path';
import config from '../../agent.config';
import { resolveKnowledgeBase } from '../../client/knowledge-base-target';
import { CommandError } from '../cli/errors';
import { documentsSettings } from '../sync/open-knowledge-base';
import { describeCounts, describeFindings } from '../sync/report';
import { syncKnowledgeBase } from '../sync/sync-knowledge-base';
import { isDone, type SyncResult } from '../sync/sync-result';
import { watchDocuments } from '../sync/watch-documents';

export interface SyncDocumentsProps {
  readonly endpoint: string;
  readonly signal: AbortSignal;
  /** A sentence for people. */
  readonly say: (text: string) => void;
}

/**
 * Keeps a laptop's knowledge base as the folder of the documents is, until the signal. Files that are refused are
 * left out by name, and deletions need no other word: a laptop can be filled again at any time.
 */
export async function syncDocuments({ endpoint, signal, say }: SyncDocumentsProps): Promise<void> {
  if (!config.knowledgeBase) return;
  const documents = documentsSettings(config.knowledgeBase);
  const name = path.basename(documents.folder);
  const once = async () => {
    const since = performance.now();
    try {
      const stackName = `${config.name}-dev-knowledge-base`;
      const result = await syncKnowledgeBase({
        target: await resolveKnowledgeBase({ stackName, endpoint }),
        documents,
        dryRun: false,
        skipInvalid: true,
        allowMassDelete: true,
        signal,
        observer: silent,
      });
      say(describe(result, name, Math.round(performance.now() - since)));
    } catch (error) {
      if (signal.aborted) return;
      const { message, hint } = error as CommandError;
      const mend = error instanceof CommandError && hint ? `  ${hint}\n` : '';
      say(`${message}\n${mend}  The knowledge base may not hold ${name}/ as it is`);
    }
  };
  await watchDocuments({ folder: documents.folder, signal, onChange: once });
}

function describe(result: SyncResult, folder: string, ms: number): string {
  const { plan, findings, failedDocuments, ingestionJob } = result;
  const refused = findings.filter(({ level }) => level === 'refused');
  const counts = {
    ...plan,
    new: plan.new.length,
    changed: plan.changed.length,
    deleted: plan.deleted.length,
  };
  const did = isDone(result)
    ? ingestionJob
      ? `Took over ${folder}/ in ${ms} ms`
      : `The knowledge base holds ${folder}/`
    : `Took over a part of ${folder}/ only: the ingestion job is ${ingestionJob?.status}`;
  return [
    `${did}. ${describeCounts(counts)}`,
    ...(ingestionJob?.failureReasons ?? []).map((reason) => `  ${reason}`),
    ...failedDocuments.map(({ uri, reason }) => `  ${uri}: ${reason}`),
    ...(refused.length > 0 ? [describeFindings(refused)] : []),
  ].join('\n');
}

const silent = {
  say: () => {},
  begin: () => {},
  uploaded: () => {},
  end: () => {},
  during: <T>(_label: string, work: () => Promise<T>) => work(),
};
