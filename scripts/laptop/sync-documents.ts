import * as path from 'node:path';
import { resolveKnowledgeBase } from '../../client/knowledge-base-target';
import type { AgentConfig } from '../../schemas/agent-config';
import type { KnowledgeBaseConfig } from '../../schemas/knowledge-base-config';
import { CommandError } from '../cli/errors';
import { documentsSettings } from '../sync/open-knowledge-base';
import { describeCounts, describeFindings, failureLines } from '../sync/report';
import { syncKnowledgeBase } from '../sync/sync-knowledge-base';
import { silent } from '../sync/sync-observer';
import { isDone, type SyncResult } from '../sync/sync-result';
import { watchDocuments } from '../sync/watch-documents';

export interface FollowDocumentsProps {
  readonly endpoint: string;
  /** A sentence for people. */
  readonly say: (text: string) => void;
}

export interface DocumentsFollower {
  /** Goes on with this configuration's documents; nothing changes where it says the same of them. */
  take(config: Pick<AgentConfig, 'name' | 'knowledgeBase'>): Promise<void>;
  end(): Promise<void>;
}

/** Keeps a laptop's knowledge base as the folder of the documents is, whichever one the configuration names. */
export function followDocuments({ endpoint, say }: FollowDocumentsProps): DocumentsFollower {
  let taken = '';
  let stop = async () => {};
  return {
    async take({ name, knowledgeBase }) {
      const wanted = JSON.stringify({ name, knowledgeBase });
      if (wanted === taken) return;
      const isFirst = taken === '';
      taken = wanted;
      await stop();
      const ended = new AbortController();
      const following = knowledgeBase
        ? syncDocuments({ endpoint, signal: ended.signal, say, name, knowledgeBase })
        : Promise.resolve();
      if (!isFirst && !knowledgeBase) say('agent.config.ts has no knowledgeBase: documents are not followed');
      stop = async () => {
        ended.abort();
        await following;
      };
    },
    end: () => stop(),
  };
}

interface SyncDocumentsProps extends FollowDocumentsProps {
  readonly signal: AbortSignal;
  readonly name: string;
  readonly knowledgeBase: KnowledgeBaseConfig;
}

/**
 * Until the signal. Files that are refused are left out by name, and deletions need no other word: a laptop can
 * be filled again at any time.
 */
async function syncDocuments(props: SyncDocumentsProps): Promise<void> {
  const { endpoint, signal, say, name, knowledgeBase } = props;
  try {
    const documents = documentsSettings(knowledgeBase);
    const shown = path.basename(documents.folder);
    const once = async () => {
      const since = performance.now();
      try {
        const stackName = `${name}-dev-knowledge-base`;
        const result = await syncKnowledgeBase({
          target: await resolveKnowledgeBase({ stackName, endpoint }),
          documents,
          dryRun: false,
          skipInvalid: true,
          allowMassDelete: true,
          signal,
          observer: silent,
        });
        say(describe(result, shown, Math.round(performance.now() - since)));
      } catch (error) {
        if (!signal.aborted) say(`${told(error)}  The knowledge base may not hold ${shown}/ as it is`);
      }
    };
    await watchDocuments({ folder: documents.folder, signal, onChange: once });
  } catch (error) {
    say(`${told(error)}  Documents are not followed`);
  }
}

function told(error: unknown): string {
  const { message, hint } = error as CommandError;
  return `${message}\n${error instanceof CommandError && hint ? `  ${hint}\n` : ''}`;
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
    ...failureLines(ingestionJob, failedDocuments),
    ...(refused.length > 0 ? [describeFindings(refused)] : []),
  ].join('\n');
}
