import { existsSync, statSync } from 'node:fs';
import { RecordingError, readRecording } from '../../recording/read';
import { CommandError, UsageError } from '../cli/errors';
import type { Io } from '../cli/io';
import { explained } from './open-laptop';
import { stay } from './stay';

export interface ReplayRecordingProps {
  readonly file: string;
  readonly atOnce: boolean;
  readonly port: number | undefined;
  readonly io: Io;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Serves a recording's stream until it is stopped. */
export async function replayRecording({
  file,
  atOnce,
  port,
  io,
  json,
  signal,
}: ReplayRecordingProps): Promise<void> {
  const recording = read(file);
  if (recording.cut) io.stderr.write(`${file}: ${recording.cut}\n`);
  const { serveRecording } = await import('../../emulator/recorded/serve-recording');
  const pace = atOnce ? 'at once' : 'as recorded';
  const served = await serveRecording({ recording, pace, ...(port !== undefined && { port }) }).catch(
    (error: unknown) => {
      throw explained(error, port);
    },
  );
  const { endpoint, env, ids } = served;
  const result = { endpoint, env, ...ids, turns: recording.turns.length };
  io.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, result })}\n`
      : `The recording is served at ${endpoint}, ${pace}; turns: ${result.turns}\n`,
  );
  await stay(signal);
  await served.close();
}

function read(file: string) {
  if (!existsSync(file))
    throw new UsageError(`There is no ${file}`, '--replay takes the file of a recording');
  if (statSync(file).isDirectory()) {
    throw new UsageError(`${file} is a folder`, '--replay takes the file of a recording');
  }
  try {
    return readRecording(file);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new CommandError({
      code: 'RECORDING_INVALID',
      message: (error as Error).message,
      hint: 'docs/recordings.md',
    });
  }
}
