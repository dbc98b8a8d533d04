import { once } from 'node:events';
import http from 'node:http';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readAssembly } from './assembly/assembly';
import type { Emulator, EmulatorOptions } from './create-emulator';
import { appFolder } from './state/app-folder';
import { type EmulatorDescription, readDescription } from './state/emulator-file';
import { StateInUseError } from './state/state';

export interface OpenEmulatorOptions extends EmulatorOptions {
  readonly state: { readonly directory: string };
}

export interface OpenEmulator extends Pick<Emulator, 'endpoint' | 'env' | 'ids' | 'close'> {
  /** Ends a new one although others use it. */
  end(): Promise<void>;
  /** Of the process that runs it. */
  readonly pid: number;
  /** Absolute folder of the assembly that runs now. */
  assembly(): string;
  reload(assembly: string): Promise<void>;
  /** False when another process runs it: then port, model, log and the like are that one's. */
  readonly isOwn: boolean;
  /** Resolves when the process that runs it has ended it, and keeps this process alive until then. */
  ended(): Promise<void>;
}

/** Milliseconds for another emulator to come up or to go. */
const patience = 15_000;
const attemptEvery = 50;
/** Milliseconds for a running emulator to answer. */
const answerTimeout = 2_000;

/**
 * The emulator that already has this app's state, told to take this assembly, or a new one. `close` ends a new
 * one as soon as nobody else uses it, and leaves another process's alone.
 */
export async function openEmulator(options: OpenEmulatorOptions): Promise<OpenEmulator> {
  const folder = stateOf(options);
  for (const since = Date.now(); ; await wait(attemptEvery)) {
    const running = await lease(folder);
    if (running) return join(running, path.resolve(options.assembly));
    try {
      // Who uses a running one loads none of this: a third of what a command would take.
      const { createEmulator } = await import('./create-emulator');
      const emulator = await createEmulator(options);
      let onEnd = () => {};
      const over = new Promise<void>((resolve) => {
        onEnd = resolve;
      });
      const end = () => emulator.close().finally(onEnd);
      const close = async () => {
        await emulator.unused();
        await end();
      };
      const ended = () => over;
      const assembly = () => emulator.assembly;
      const { endpoint, env, ids, reload } = emulator;
      return { endpoint, env, ids, pid: process.pid, isOwn: true, assembly, reload, close, end, ended };
    } catch (error) {
      if (!(error instanceof StateInUseError) || Date.now() - since > patience) throw error;
    }
  }
}

/** The emulator that has this app's state, if one is running. */
export async function runningEmulator(
  options: Pick<OpenEmulatorOptions, 'assembly' | 'state'>,
): Promise<EmulatorDescription | undefined> {
  const running = await lease(stateOf(options));
  running?.release();
  return running?.description;
}

const stateOf = ({ assembly, state }: Pick<OpenEmulatorOptions, 'assembly' | 'state'>): string =>
  path.resolve(state.directory, appFolder(readAssembly(assembly)));

interface Lease {
  readonly description: EmulatorDescription;
  release(): void;
  ended(): Promise<void>;
}

/** Asks the emulator that the lock file names, which may be long gone, and keeps it from closing. */
async function lease(folder: string): Promise<Lease | undefined> {
  const noted = readDescription(folder);
  if (!noted) return undefined;
  const request = http.get(`${noted.endpoint}/_outcrop/lease`, { agent: false });
  const release = () => void request.destroy();
  try {
    const signal = AbortSignal.timeout(answerTimeout);
    const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
    const [line] = (await once(response, 'data', { signal })) as [Buffer];
    const description = JSON.parse(line.toString()) as EmulatorDescription;
    request.on('error', () => {});
    const over = new Promise<void>((resolve) => void response.once('close', resolve));
    response.on('error', () => {}).resume();
    // Only the connection counts: it must not keep this process alive, unless somebody waits for its end.
    request.socket?.unref();
    const ended = () => {
      request.socket?.ref();
      return over;
    };
    if (description.instanceId === noted.instanceId) return { description, release, ended };
  } catch {
    // Nobody there, or somebody else.
  }
  request.on('error', () => {});
  release();
  return undefined;
}

async function join({ description, release, ended }: Lease, assembly: string): Promise<OpenEmulator> {
  let current = description;
  const reload = async (folder: string): Promise<void> => {
    if (folder !== current.assembly) current = await requestReload(description, folder);
  };
  try {
    await reload(assembly);
  } catch (error) {
    release();
    throw error;
  }
  const { endpoint, env, pid, agentId, agentAliasId, knowledgeBaseId, dataSourceId, functions } = current;
  return {
    endpoint,
    env,
    ids: { agentId, agentAliasId, knowledgeBaseId, dataSourceId, functions },
    pid,
    isOwn: false,
    assembly: () => current.assembly,
    reload,
    close: async () => release(),
    end: async () => release(),
    ended,
  };
}

/** An error of the other process comes back with its name and message. */
async function requestReload(
  { endpoint }: EmulatorDescription,
  assembly: string,
): Promise<EmulatorDescription> {
  const response = await fetch(`${endpoint}/_outcrop/reload`, {
    method: 'POST',
    body: JSON.stringify({ assembly }),
  });
  const answer = (await response.json()) as EmulatorDescription & { __type?: string; message?: string };
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message), { name: answer.__type ?? 'Error' });
}
