import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { type AgentClient, type Answered, type Ask, agentClient } from '../agent/agent-client';
import { type Line, type ScriptedModel, scriptedModel } from '../agent/scripted-model';
import { type Shelf, shelfApp } from '../knowledge-base/shelf';

export interface Desk {
  readonly model: ScriptedModel;
  readonly shelf: Shelf;
  /** What the emulator's clock shows, in milliseconds since 1970. */
  readonly time: { at: number };
  readonly emulator: Emulator;
  readonly client: AgentClient;
  /** One turn, in which the model says these lines. */
  ask(ask: Ask, ...lines: readonly Line[]): Promise<Answered>;
  /** One that no conversation of this desk has had. */
  newSessionId(): string;
  /** Ends the emulator and starts another one on what it kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * An emulator with the shelf's app, a scripted model and kept state. Its clock stands still, or shows a millisecond
 * more each time that somebody looks.
 */
export async function openDesk(
  agents: Parameters<typeof shelfApp>[0],
  clock: 'a clock that stands' | 'a clock that runs' = 'a clock that stands',
): Promise<Desk> {
  const model = scriptedModel();
  const time = { at: Date.UTC(2026, 10, 21) };
  const shelf = shelfApp(agents);
  let sessions = 0;
  const directory = mkdtempSync(path.join(tmpdir(), 'desk-'));
  const now = () => {
    if (clock === 'a clock that runs') time.at += 1;
    return time.at;
  };
  const start = async () => {
    const options = { assembly: shelf.folder, model: () => model, clock: { now } };
    const emulator = await createEmulator({ ...options, state: { directory } });
    return { emulator, client: agentClient(emulator) };
  };
  let running = await start();
  const stop = async () => {
    running.client.close();
    await running.emulator.close();
  };
  return {
    model,
    shelf,
    time,
    get emulator() {
      return running.emulator;
    },
    get client() {
      return running.client;
    },
    ask(ask, ...lines) {
      model.script(...lines);
      return running.client.ask(ask);
    },
    newSessionId() {
      sessions += 1;
      return `conversation-${sessions}`;
    },
    async restart() {
      await stop();
      running = await start();
    },
    async close() {
      await stop();
      shelf.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
