import type { Observation } from '../../recording/observe';
import type { CommandResult, Flags, FlagValues } from '../cli/command';
import { asCommandError, CommandError } from '../cli/errors';
import { type RecordOptions, startRecording } from './record';

export const recordFlags = {
  record: {
    type: 'string',
    value: 'FILE',
    description: 'Record the session into a new file (docs/recordings.md)',
  },
  'no-redaction': {
    type: 'boolean',
    description: 'With --record: keep ids, addresses and long numbers as they are',
  },
} as const satisfies Flags;

/** The recording that --record asks for; undefined without it. */
export async function recordingFor(
  flags: FlagValues<typeof recordFlags>,
  options: Omit<RecordOptions, 'file' | 'redact'>,
): Promise<Observation | undefined> {
  const { record: file, 'no-redaction': plain } = flags;
  return file === undefined ? undefined : startRecording({ ...options, file, redact: !plain });
}

/** Ends a recording. Where that fails the error has what was done; where nothing was, there is an error already. */
export function closeRecording(recording: Observation | undefined, done: CommandResult | undefined): void {
  try {
    recording?.close();
  } catch (error) {
    if (!done) return;
    throw error instanceof CommandError ? asCommandError(error, done.result) : error;
  }
}
