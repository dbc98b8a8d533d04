import config from '../../agent.config';
import type { AgentTarget } from '../../client/agent-target';
import type { OperationLookup } from '../../client/operations';
import { openRecordingFile, type RecordingFile } from '../../recording/file';
import { type Observation, observe } from '../../recording/observe';
import { Recorder } from '../../recording/recorder';
import { Redactor } from '../../recording/redact/redactor';
import { CommandError, UsageError } from '../cli/errors';
import { contractRules } from './contract-rules';
import { fingerprintOf } from './fingerprint';
import { redactionKey } from './redaction-key';
import { type Seed, withSeedRows } from './seed-rows';

export interface RecordOptions {
  readonly file: string;
  readonly overwrite?: boolean;
  readonly target: AgentTarget;
  readonly lookup: OperationLookup;
  readonly sessionId: string;
  /** The command that records. */
  readonly source: string;
  readonly scenario?: string;
  /** False keeps everything as it is. */
  readonly redact: boolean;
  /** What the tables held, where nobody tells what of it was read. */
  readonly seeds?: readonly Seed[];
  /** Names of fields beside those of agent.config.ts. */
  readonly volatile?: readonly string[];
}

/** Records one session from now on. Throws UsageError when the file is there already. */
export async function startRecording(options: RecordOptions): Promise<Observation> {
  const { target, lookup, sessionId } = options;
  const endpoint = target.client.endpoint?.toString().replace(/\/bedrock-agent-runtime$/, '');
  const file = openFile(options);
  const recorder = new Recorder({
    header: {
      origin: 'recorded',
      source: options.source,
      scenario: options.scenario ?? null,
      recordedAt: new Date().toISOString(),
      place: endpoint === undefined ? 'aws' : 'laptop',
      region: String(target.client.region ?? process.env.AWS_REGION ?? ''),
      agent: { agentId: target.agentId, agentAliasId: target.agentAliasId, agentVersion: null },
      fingerprint: await fingerprintOf(target),
      volatile: [...new Set([...(config.recording?.volatile ?? []), ...(options.volatile ?? [])])],
    },
    write: (line) => file.write(line),
    defer: (work) => file.later(work),
    ...(options.redact && {
      redaction: {
        redactor: new Redactor(
          redactionKey(),
          contractRules(config.actionGroups),
          config.recording?.personal,
        ),
        rewrite: (text) => file.rewrite(text),
      },
    }),
    now: () => performance.now(),
    toolName: (group, verb, apiPath) =>
      `${group}__${lookup(group, verb, apiPath)?.operationId ?? `${verb.toUpperCase()} ${apiPath}`}`,
  });
  const observation = await observe(recorder, { endpoint, sessionId });
  const { observer, close } = options.seeds
    ? withSeedRows(observation, options.seeds, (table, item) => recorder.row(table, item))
    : observation;
  return {
    observer,
    close() {
      close();
      endFile(file, options.file);
    },
  };
}

function endFile(opened: RecordingFile, file: string): void {
  try {
    opened.close();
  } catch (error) {
    throw new CommandError({
      code: 'RECORDING_CUT_OFF',
      message: `${file} was cut off while the conversation went on: ${(error as Error).message}`,
      hint: 'Make room; the recording can be read up to there',
      cause: error,
    });
  }
}

function openFile({ file, overwrite = false }: RecordOptions) {
  try {
    return openRecordingFile(file, { overwrite });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${file} is there already`, 'Name another file, or remove this one first');
  }
}
