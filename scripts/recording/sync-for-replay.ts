import config from '../../agent.config';
import { resolveKnowledgeBase } from '../../client/knowledge-base-target';
import type { Io } from '../cli/io';
import { documentsSettings } from '../sync/open-knowledge-base';
import { syncKnowledgeBase } from '../sync/sync-knowledge-base';
import { silent } from '../sync/sync-observer';

/** Fills an emulator's knowledge base with the documents as they are now: recordings that searched it need them. */
export const syncForReplay =
  (io: Io, signal: AbortSignal) =>
  async ({ endpoint }: { readonly endpoint: string }): Promise<void> => {
    if (!config.knowledgeBase) return;
    const stackName = `${config.name}-dev-knowledge-base`;
    await syncKnowledgeBase({
      target: await resolveKnowledgeBase({ stackName, endpoint }),
      documents: documentsSettings(config.knowledgeBase),
      dryRun: false,
      skipInvalid: true,
      allowMassDelete: true,
      signal,
      observer: {
        ...silent,
        during: (label, work) => {
          if (io.stderr.isTTY) io.stderr.write(`${label}\n`);
          return work();
        },
      },
    });
  };
