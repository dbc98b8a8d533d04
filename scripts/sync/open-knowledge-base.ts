import { createHash } from 'node:crypto';
import * as path from 'node:path';
import config from '../../agent.config';
import { AgentError } from '../../client/agent-error';
import { type KnowledgeBaseTarget, resolveKnowledgeBase } from '../../client/knowledge-base-target';
import type { KnowledgeBaseConfig } from '../../schemas/knowledge-base-config';
import { ensureAssembly } from '../assembly';
import { asCommandError, CommandError } from '../cli/errors';
import type { Io } from '../cli/io';
import { stateFolder } from '../cli/state-folder';
import type { Place } from '../conversation/flags';
import { openLaptop } from '../laptop/open-laptop';

export interface OpenKnowledgeBase {
  readonly target: KnowledgeBaseTarget;
  close(): Promise<void>;
}

/** Finds the knowledge base; on the laptop it starts the emulator in this process. Throws CommandError. */
export async function openKnowledgeBase(
  place: Place,
  io: Io,
  signal: AbortSignal,
): Promise<OpenKnowledgeBase> {
  const stage = place.kind === 'stage' ? place.stage : 'dev';
  const stackName = `${config.name}-${stage}-knowledge-base`;
  const at = async (endpoint: string, close: () => Promise<void>) => {
    try {
      return { target: await resolveKnowledgeBase({ stackName, endpoint }), close };
    } catch (error) {
      await close();
      throw error;
    }
  };
  try {
    if (place.kind === 'stage') {
      const { kind: _, stage: __, ...access } = place;
      return { target: await resolveKnowledgeBase({ stackName, ...access }), close: async () => {} };
    }
    if (place.kind === 'endpoint') return await at(place.endpoint, async () => {});
    const emulator = await openLaptop({ assembly: await ensureAssembly({ io, signal }) });
    return await at(emulator.endpoint, () => emulator.close());
  } catch (error) {
    throw error instanceof AgentError ? asCommandError(error) : error;
  }
}

export interface DocumentsSettings {
  /** The folder of the documents, absolute. */
  readonly folder: string;
  /** What their keys begin with, with a slash at the end. */
  readonly prefix: string;
  /** Of the object with the checksums; never ingested. */
  readonly manifestKey: string;
  /** The file that says what became of the folder's files; without it all are read each time. */
  readonly knownFiles?: string;
}

const root = path.join(__dirname, '..', '..');

/** Where the documents are and go to. Throws CommandError when the configuration has no place for them. */
export function documentsSettings(
  knowledgeBase: KnowledgeBaseConfig | undefined = config.knowledgeBase,
): DocumentsSettings {
  if (!knowledgeBase) {
    throw new CommandError({
      code: 'NO_KNOWLEDGE_BASE',
      message: 'agent.config.ts has no knowledgeBase',
      hint: 'Describe one there, then deploy it or go on without --stage',
    });
  }
  const [prefix = ''] = knowledgeBase.inclusionPrefixes ?? [];
  const folder = path.resolve(root, knowledgeBase.documents);
  const manifestKey = '.outcrop/sync-manifest.json';
  if (prefix === '' || manifestKey.startsWith(prefix)) {
    throw new CommandError({
      code: 'NO_PREFIX',
      message: `knowledgeBase.inclusionPrefixes ${prefix === '' ? 'names no prefix' : `is '${prefix}'`}: the list of checksums, ${manifestKey}, would be taken for a document`,
      hint: "Set inclusionPrefixes in agent.config.ts, for example ['docs/'], and deploy",
    });
  }
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const knownFiles = path.join(stateFolder(), 'sync', `${name}.json`);
  return { folder, prefix: prefix.endsWith('/') ? prefix : `${prefix}/`, manifestKey, knownFiles };
}
