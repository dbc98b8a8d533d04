import type { Observation } from '../../recording/observe';
import type { Flags, FlagValues } from '../cli/command';
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
