import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import type { OperationLookup } from '../../client/operations';
import { evidenceOf } from '../../evaluation/evidence';
import { ratesOf } from '../../evaluation/outcome';
import { NotThisScenario, Restoration } from '../../evaluation/restore';
import { usageOf } from '../../evaluation/usage';
import { parseRecording, type Recording, RecordingError, readRecording } from '../../recording/read';
import { ensureAssembly } from '../assembly';
import { CommandError, UsageError } from '../cli/errors';
import type { Io } from '../cli/io';
import { syncForReplay } from '../recording/sync-for-replay';
import type { EvaluationTarget, Observed } from './target';

export interface ReplayTargetProps {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly lookup: OperationLookup;
  readonly folder: string;
}

interface Found {
  readonly file: string;
  readonly recording: Recording;
}

/** Recorded decisions drive today's agent, over the recording's rows. Each recording of a scenario is a run of it. */
export async function replayTarget({
  io,
  signal,
  lookup,
  folder,
}: ReplayTargetProps): Promise<EvaluationTarget> {
  const recordings = recordingsIn(folder);
  const assembly = await ensureAssembly({ io, signal });
  const { openReplayer } = await import('../../replay/replayer');
  const replayer = await openReplayer({ assembly, prepare: syncForReplay(io, signal) });

  async function attempt(found: Found, restoration: Restoration): Promise<Observed> {
    const since = performance.now();
    const outcome = await replayer.replay(found.recording, 'decisions');
    const duration = Math.round(performance.now() - since);
    if (!outcome.lines) {
      const error = { name: `${found.file} cannot be replayed`, message: outcome.why ?? outcome.result };
      const turns = found.recording.turns.map(() => ({ steps: [], answer: '', citations: [], error }));
      return { evidence: { turns, usage: usageOf([]) }, duration, recording: found.file };
    }
    const evidence = evidenceOf(parseRecording(outcome.lines.join('')), lookup);
    return { evidence: restoration.restore(evidence), duration, recording: found.file };
  }

  return {
    name: `the recordings in ${folder}`,
    plan(scenario) {
      const mine = recordings.filter(({ recording }) => recording.header.scenario === scenario.name);
      if (mine.length === 0) {
        return { why: `no recording: npm run -s record -- ${scenario.name}` };
      }
      const whys = mine.flatMap((found) => obstacle(found) ?? []);
      if (whys.length > 0) return { why: whys.join('; ') };
      try {
        const ready = mine.map((found) => ({
          found,
          restoration: new Restoration(scenario, found.recording),
        }));
        const attempts = ready.map(
          ({ found, restoration }) =>
            () =>
              attempt(found, restoration),
        );
        return { attempts, atLeast: ratesOf(scenario, attempts.length).atLeast };
      } catch (error) {
        if (!(error instanceof NotThisScenario)) throw error;
        return { why: error.message };
      }
    },
    close: () => replayer.close(),
  };
}

/** Why its decisions cannot be replayed, as far as the file tells. */
function obstacle({ file, recording: { rows, turns, cut } }: Found): string | undefined {
  if (cut) return `${file}: ${cut}`;
  if (!turns.some(({ events }) => events.some(({ event }) => 'trace' in event)))
    return `${file} has no traces`;
  const traced = turns.some(({ actions }) => actions.some(({ source }) => source === 'trace'));
  return traced && rows.length === 0 ? `${file} has no rows` : undefined;
}

function recordingsIn(folder: string): Found[] {
  if (!existsSync(folder))
    throw new UsageError(`There is no folder ${folder}`, 'npm run -s record -- SCENARIO');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      try {
        return { file, recording: readRecording(file) };
      } catch (error) {
        if (!(error instanceof RecordingError)) throw error;
        throw new CommandError({
          code: 'RECORDING_INVALID',
          message: error.message,
          hint: 'docs/recordings.md',
        });
      }
    });
}
