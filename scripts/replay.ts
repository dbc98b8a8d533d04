import { existsSync, readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { RecordingError, readRecording } from '../recording/read';
import { ensureAssembly } from './assembly';
import { type CommandResult, defineCommand, start } from './cli/command';
import { counted } from './cli/counted';
import { CommandError, UsageError } from './cli/errors';
import { withProgress } from './cli/io';
import { reportFile } from './cli/report-file';
import { junitOf } from './recording/junit';
import { divergenceLines, type Replayed, resultOf, textOf } from './recording/show-divergences';
import { syncForReplay } from './recording/sync-for-replay';
import { updateRecording } from './recording/update';
import { concurrently } from './sync/concurrently';

const folder = 'test/recordings';
/** Recordings at a time: while one waits for its function's process, another one runs. */
const mostWorkers = 2;

export const replay = defineCommand({
  name: 'replay',
  summary: "Holds recordings against today's code, offline, and shows what became different.",
  positionals: 'FILE|DIR...',
  flags: {
    mode: {
      type: 'string',
      value: 'handlers|decisions',
      description:
        "Only the recorded events against the functions, or only the model's decisions against the agent",
    },
    compare: { type: 'boolean', description: 'Show two recordings side by side, and run nothing' },
    update: {
      type: 'boolean',
      description: 'Write diverged recordings as the conversation goes now, after showing it',
    },
    junit: { type: 'string', value: 'FILE', description: 'Write the outcome as JUnit XML' },
    assembly: {
      type: 'string',
      value: 'FOLDER',
      description: 'Another synthesized app than the project as it is',
    },
  },
  examples: [
    `npm run -s replay -- ${folder}`,
    `npm run -s replay -- ${folder}/look-up.jsonl --update`,
    'npm run -s replay -- --compare alias-3.jsonl alias-4.jsonl',
  ],
  notes: ['Exit code 1 when something diverged, or when nothing of a recording could be run.', ''],
  async run({ flags, positionals, io, signal }): Promise<CommandResult> {
    const files = (positionals.length > 0 ? positionals : [folder]).flatMap(filesAt);
    if (flags.compare) return compareTwo(files);
    const modes = modesOf(flags.mode);
    const junit = flags.junit === undefined ? undefined : reportFile('--junit', flags.junit);
    const assembly = flags.assembly ?? (await ensureAssembly({ io, signal }));
    const recordings = files.map((file) => ({ file, recording: read(file) }));
    const { openReplayer } = await import('../replay/replayer');
    const workers = Math.min(mostWorkers, files.length);
    const replayer = await openReplayer({ assembly, prepare: syncForReplay(io, signal), workers });
    const found = new Map<string, Replayed>();
    try {
      await withProgress(io, `Replaying ${counted(files.length, 'recording')}`, async () => {
        await concurrently(workers, recordings, async ({ file, recording }) => {
          signal.throwIfAborted();
          if (recording.cut) io.stderr.write(`${file}: ${recording.cut}; what is there is replayed\n`);
          const outcomes = [];
          for (const mode of modes) outcomes.push(await replayer.replay(recording, mode));
          found.set(file, { file, outcomes });
        });
      });
    } finally {
      await replayer.close();
    }
    const all = files.flatMap((file) => found.get(file) ?? []);
    junit?.write(junitOf(all));
    const of = (result: ReturnType<typeof resultOf>) => all.filter((one) => resultOf(one) === result);
    const [diverged, failed, notRun] = [of('diverged'), of('failed'), of('cannot run')];
    const updated = flags.update ? diverged.filter(updateRecording).map(({ file }) => file) : [];
    const text = [textOf(all), ...updated.map((file) => `updated   ${file}`)].join('\n');
    const result = {
      recordings: all.map(({ file, outcomes }) => ({
        file,
        outcomes: outcomes.map(({ lines: _, answers: __, ...outcome }) => outcome),
      })),
      diverged: diverged.length,
      failed: failed.length,
      notRun: notRun.length,
      updated,
    };
    const open = diverged.length - updated.length + failed.length + notRun.length;
    return { result, text, exitCode: open > 0 ? 1 : 0 };
  },
});

async function compareTwo(files: readonly string[]): Promise<CommandResult> {
  const [recorded, now, ...more] = files;
  if (recorded === undefined || now === undefined || more.length > 0) {
    throw new UsageError('--compare takes two recordings', 'npm run -s replay -- --compare ONE TWO');
  }
  const { compare } = await import('../replay/compare');
  const [one, two] = [read(recorded), read(now)];
  const divergences = compare(one, two);
  const nameOf = ({ header }: typeof one) =>
    `${header.place}, ${header.model ?? 'unknown model'}, version ${header.agent.agentVersion ?? 'unknown'}, ${header.recordedAt}`;
  const cutIn = ({ cut }: typeof one) => (cut ? [`  ${cut}; what is there is compared`] : []);
  const text = [
    `- ${recorded} (${nameOf(one)})`,
    ...cutIn(one),
    `+ ${now} (${nameOf(two)})`,
    ...cutIn(two),
    ...divergences.flatMap(divergenceLines),
    divergences.length === 0 ? 'No difference' : counted(divergences.length, 'difference'),
  ];
  const exitCode = divergences.length > 0 ? 1 : 0;
  return { result: { files, divergences }, text: text.join('\n'), exitCode };
}

function filesAt(place: string): string[] {
  if (!existsSync(place)) {
    const hint = existsSync(folder)
      ? `The recordings are in ${folder}`
      : 'Make one: npm run -s invoke-agent -- --record one.jsonl "…", or npm run -s record -- SCENARIO';
    throw new UsageError(`There is no ${place}`, hint);
  }
  if (!statSync(place).isDirectory()) return [place];
  const found = readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .sort();
  if (found.length === 0) throw new UsageError(`${place} has no recordings: files *.jsonl`);
  return found.map((file) => path.join(place, file));
}

function modesOf(given: string | undefined) {
  if (given === undefined) return ['handlers', 'decisions'] as const;
  if (given === 'handlers' || given === 'decisions') return [given] as const;
  throw new UsageError(`--mode ${given}: the modes are handlers and decisions`);
}

function read(file: string) {
  try {
    return readRecording(file);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new CommandError({ code: 'RECORDING_INVALID', message: error.message, hint: 'docs/recordings.md' });
  }
}

if (require.main === module) start(replay);
