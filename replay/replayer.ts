import { randomUUID } from 'node:crypto';
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Model } from '../emulator/agent/model';
import { createEmulator, type Emulator } from '../emulator/create-emulator';
import type { Recording } from '../recording/read';
import { replayDecisions } from './decisions';
import { replayHandlers } from './handlers';
import type { Mode, Outcome } from './outcome';

export interface ReplayerOptions {
  /** The folder of the synthesized app that is held against the recordings. */
  readonly assembly: string;
  /** Fills the knowledge base; called once, before the first recording that searched one. */
  readonly prepare?: (emulator: Emulator) => Promise<void>;
  /** Emulators, and so recordings at the same time: their rows have to keep apart. 1 if not given. */
  readonly workers?: number;
}

export interface Replayer {
  /** Waits for a worker that is free. */
  replay(recording: Recording, mode: Mode): Promise<Outcome>;
  close(): Promise<void>;
}

/** Replays recordings in emulators of its own. */
export async function openReplayer({ workers = 1, ...options }: ReplayerOptions): Promise<Replayer> {
  const started = await Promise.allSettled(Array.from({ length: workers }, () => openWorker(options)));
  const all = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async () => {
    await Promise.all(all.map((worker) => worker.close()));
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const free = [...all];
  const waiting: ((worker: Replayer) => void)[] = [];
  const take = async (): Promise<Replayer> =>
    free.pop() ?? new Promise<Replayer>((resolve) => waiting.push(resolve));
  return {
    async replay(recording, mode) {
      const worker = await take();
      try {
        return await worker.replay(recording, mode);
      } finally {
        const next = waiting.shift();
        if (next) next(worker);
        else free.push(worker);
      }
    },
    close,
  };
}

/** One emulator, which takes one recording after the other. */
async function openWorker({ assembly, prepare }: ReplayerOptions): Promise<Replayer> {
  let model: Model | undefined;
  const said: string[] = [];
  const emulator = await createEmulator({
    assembly,
    state: 'ephemeral',
    model: () => ({
      get name() {
        return model?.name ?? 'nobody';
      },
      converse: (request, options) => {
        if (!model) throw new Error('No recording is replayed');
        return model.converse(request, options);
      },
    }),
    log: (line) => {
      if (line.source === 'emulator' && line.level === 'error') said.push(line.text);
    },
  });
  const client = new BedrockAgentRuntimeClient({
    endpoint: `${emulator.endpoint}/bedrock-agent-runtime`,
    region: emulator.env.AWS_REGION ?? 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'emulator' },
    maxAttempts: 1,
  });
  let prepared: Promise<void> | undefined;
  const { inside } = emulator;
  const think = (next: Model) => {
    model = next;
  };

  async function run(recording: Recording, mode: Mode): Promise<Outcome> {
    if (mode === 'handlers') return replayHandlers(inside, recording);
    if (searches(recording)) {
      prepared ??= prepare?.(emulator) ?? Promise.resolve();
      await prepared;
    }
    const { agentId, agentAliasId } = emulator.ids;
    const ids = { agentId, agentAliasId };
    return replayDecisions({ client, inside, ids, think, newId: randomUUID }, recording);
  }

  return {
    async replay(recording, mode) {
      said.length = 0;
      try {
        return await run(recording, mode);
      } catch (error) {
        const why = [(error as Error).message, ...said].join('; ');
        return { mode, result: 'failed', why, divergences: [] };
      }
    },
    async close() {
      client.destroy();
      await emulator.close();
    },
  };
}

const searches = ({ turns }: Recording): boolean =>
  turns.some(({ events }) =>
    events.some(({ event }) => JSON.stringify(event).includes('"knowledgeBaseLookupInput"')),
  );
