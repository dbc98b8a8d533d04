import { resolveTarget } from '../../client/agent-target';
import { ensureAssembly } from '../assembly';
import type { Io } from '../cli/io';
import { searching } from '../conversation/searching';
import { syncForReplay } from './sync-for-replay';

/** An emulator that begins with the tables' seed and the documents as they are, and keeps nothing. */
export async function openFresh(io: Io, signal: AbortSignal) {
  const assembly = await ensureAssembly({ io, signal });
  const { createEmulator } = await import('../../emulator/create-emulator');
  const emulator = await createEmulator({ assembly, state: 'ephemeral' });
  const { endpoint, ids } = emulator;
  try {
    await syncForReplay(io, signal)(emulator);
  } catch (error) {
    await emulator.close();
    throw error;
  }
  const target = await searching(await resolveTarget({ endpoint, ids }), async () => ids.knowledgeBaseId);
  return { target, close: () => emulator.close() };
}
