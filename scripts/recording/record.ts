import { performance } from 'node:perf_hooks';
import config from '../../agent.config';
import type { AgentTarget } from '../../client/agent-target';
import type { StreamObserver } from '../../client/invoke-agent';
import type { OperationLookup } from '../../client/operations';
import { openRecordingFile } from '../../recording/file';
import { Recorder } from '../../recording/recorder';
import { Redactor } from '../../recording/redact/redactor';
import { UsageError } from '../cli/errors';
import { contractRules } from './contract-rules';
import { fingerprintOf } from './fingerprint';
import { redactionKey } from './redaction-key';
import { openTap } from './tap';

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
  /** Names of fields beside those of agent.config.ts. */
  readonly volatile?: readonly string[];
}

export interface Recording {
  readonly observer: StreamObserver;
  /** Writes the last line. */
  close(): void;
}

/** Milliseconds to wait for what a function told over a connection of its own. */
const patience = 2_000;

/** Records one session from now on. Throws UsageError when the file is there already. */
export async function startRecording(options: RecordOptions): Promise<Recording> {
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
    ...(options.redact && { redactor: new Redactor(redactionKey(), contractRules(config.actionGroups)) }),
    now: () => performance.now(),
    toolName: (group, verb, apiPath) =>
      `${group}__${lookup(group, verb, apiPath)?.operationId ?? `${verb.toUpperCase()} ${apiPath}`}`,
  });
  let arrived = () => {};
  const closeTap =
    endpoint === undefined
      ? undefined
      : await openTap(endpoint, sessionId, (told) => {
          if (told.type === 'row') recorder.row(told.table, told.item);
          if (told.type === 'action') recorder.action(told);
          arrived();
        });
  const settled = async () => {
    if (!closeTap) return;
    const until = performance.now() + patience;
    for (;;) {
      const { actions, told } = recorder.announced;
      const left = until - performance.now();
      if (told >= actions || left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  let events = 0;
  return {
    observer: {
      request(input) {
        events = 0;
        recorder.request({ ...input });
      },
      event(event) {
        events += 1;
        recorder.event({ ...event });
      },
      async failure(error) {
        await settled();
        recorder.failure(events > 0 ? 'stream' : 'response', failureOf(error));
      },
      async end() {
        await settled();
        recorder.end();
      },
    },
    close() {
      closeTap?.();
      recorder.close();
      file.close();
    },
  };
}

function openFile({ file, overwrite = false }: RecordOptions) {
  try {
    return openRecordingFile(file, { overwrite });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${file} is there already`, 'Name another file, or remove this one first');
  }
}

function failureOf(error: unknown) {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const { httpStatusCode } = $metadata ?? {};
  return {
    name: name ?? 'Error',
    message: message ?? String(error),
    ...(httpStatusCode && { httpStatusCode }),
  };
}
