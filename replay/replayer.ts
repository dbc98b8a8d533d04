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
}

export interface Replayer {
  replay(recording: Recording, mode: Mode): Promise<Outcome>;
  close(): Promise<void>;
}

/** Replays recordings one after the other in an emulator of its own. */
export async function openReplayer({ assembly, prepare }: ReplayerOptions): Promise<Replayer> {
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
