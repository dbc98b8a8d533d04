import { resolveTarget } from '../../client/agent-target';
import type { OperationLookup } from '../../client/operations';
import type { ModelFor } from '../../emulator/agent/model';
import { ratesOf } from '../../evaluation/outcome';
import { ensureAssembly } from '../assembly';
import type { Io } from '../cli/io';
import { searching } from '../conversation/searching';
import { syncForReplay } from '../recording/sync-for-replay';
import { allItems } from './all-items';
import { observeScenario } from './observe-scenario';
import type { EvaluationTarget } from './target';

export interface EmulatorTargetProps {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly lookup: OperationLookup;
  /** By default the offline planner. */
  readonly model?: { readonly name: string; readonly modelFor: ModelFor };
  /** Runs of each scenario, in place of its own number. */
  readonly runs?: number;
}

/** An emulator that keeps nothing; each run begins with the tables' seed and the documents as they are. */
export async function emulatorTarget(props: EmulatorTargetProps): Promise<EvaluationTarget> {
  const { io, signal, lookup, model, runs } = props;
  const assembly = await ensureAssembly({ io, signal });
  const { createEmulator } = await import('../../emulator/create-emulator');
  const emulator = await createEmulator({
    assembly,
    state: 'ephemeral',
    ...(model && { model: model.modelFor }),
  });
  try {
    await syncForReplay(io, signal)(emulator);
    const seed = await allItems(emulator.env);
    const { endpoint, ids } = emulator;
    const target = await searching(await resolveTarget({ endpoint, ids }), async () => ids.knowledgeBaseId);
    return {
      name: `the emulator with ${model?.name ?? 'the offline planner'}`,
      plan(scenario) {
        const rates = ratesOf(scenario, runs);
        const attempt = async () => {
          await emulator.inside.replaceItems(seed);
          return observeScenario({ scenario, target, lookup, signal });
        };
        return { attempts: Array.from({ length: rates.runs }, () => attempt), atLeast: rates.atLeast };
      },
      close: () => emulator.close(),
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}
