import * as path from 'node:path';
import config from '../agent.config';
import type { Emulator } from '../emulator/create-emulator';
import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { startDetached } from './laptop/detached';
import { logPrinter } from './laptop/log-printer';
import { emulatorState, explained, openLaptop } from './laptop/open-laptop';
import { replayRecording } from './laptop/replay-recording';
import { exportsOf, resultOf } from './laptop/result';
import { makeSourceMaps, sourceMapFolder } from './laptop/source-maps';
import { stay } from './laptop/stay';
import { stopRunning } from './laptop/stop';

const root = path.join(__dirname, '..');

export const emulator = defineCommand({
  name: 'emulator',
  summary: "Runs the app on this laptop behind AWS's own wire protocols, until it is stopped.",
  flags: {
    port: { type: 'string', value: 'N', description: 'Port to listen on; a free one if not given' },
    env: {
      type: 'boolean',
      description:
        'Start it in the background unless it runs, print shell lines that lead the SDKs to it, and end',
    },
    stop: { type: 'boolean', description: 'Stop the one that runs' },
    ephemeral: { type: 'boolean', description: 'Keep nothing: neither tables nor sessions' },
    inspect: { type: 'boolean', description: "Open Node's inspector in the functions; they get no timeout" },
    replay: { type: 'string', value: 'FILE', description: "Serve a recording's stream, and nothing else" },
    'at-once': { type: 'boolean', description: 'With --replay: without the pauses that were recorded' },
    logs: { type: 'boolean', description: "Print the functions' logs to stderr" },
  },
  examples: [
    'npm run -s emulator -- --port 4510',
    'eval "$(npm run -s emulator -- --env)"',
    'npm run -s emulator -- --stop',
  ],
  async run({ flags, io, json, signal }) {
    refuseTogether(flags);
    const port = portOf(flags.port);
    if (flags.replay !== undefined) {
      await replayRecording({ file: flags.replay, atOnce: flags['at-once'], port, io, json, signal });
      return { result: undefined, text: null };
    }
    const assembly = await ensureAssembly({ io, signal });
    const { runningEmulator } = await import('../emulator/open-emulator');
    const state = emulatorState();
    if (flags.stop) return stopRunning(await runningEmulator({ assembly, state }));
    if (flags.env) {
      if (!(await runningEmulator({ assembly, state }))) {
        await startDetached(port === undefined ? [] : ['--port', String(port)]);
      }
      const running = await openLaptop({ assembly });
      await running.close();
      return { result: resultOf(running), text: exportsOf(running) };
    }

    if (flags.inspect) await makeSourceMaps(root, config.actionGroups);
    const log = flags.logs || flags.inspect ? logPrinter(io) : undefined;
    const options = {
      assembly,
      ...(flags.inspect && { inspect: { sourceMaps: sourceMapFolder() } }),
      ...(port !== undefined && { port }),
      ...(log && { log }),
    };
    const opened = flags.ephemeral ? await ephemeral(options) : await openLaptop(options);
    const elsewhere = port !== undefined && !opened.endpoint.endsWith(`:${port}`) && port !== 0;
    if (elsewhere) {
      await opened.close();
      throw new CommandError({
        code: 'ALREADY_RUNNING',
        message: `An emulator of this app already runs at ${opened.endpoint} (process ${opened.pid})`,
        hint: 'Use that one, stop it with npm run -s emulator -- --stop, or add --ephemeral for one that keeps nothing',
      });
    }
    const result = resultOf(opened);
    const note = opened.isOwn ? '' : `, in process ${opened.pid}, which ran already`;
    io.stdout.write(
      json
        ? `${JSON.stringify({ ok: true, result })}\n`
        : `The emulator listens at ${opened.endpoint}${note}\n`,
    );
    // Nobody should believe in an endpoint that went with the process that had it.
    const gone = await Promise.race([stay(signal), opened.ended().then(() => !signal.aborted)]);
    await opened.end();
    // The one line of --json is written already.
    if (gone) io.stderr.write(`The emulator at ${opened.endpoint} has ended, in process ${opened.pid}\n`);
    return { result: undefined, text: null, exitCode: gone ? 1 : 0 };
  },
});

async function ephemeral(options: { readonly assembly: string; readonly port?: number }) {
  const { createEmulator } = await import('../emulator/create-emulator');
  const { endpoint, env, ids, close }: Emulator = await createEmulator({
    ...options,
    state: 'ephemeral',
  }).catch((error: unknown) => {
    throw explained(error, options.port);
  });
  const ended = () => new Promise<void>(() => {});
  return { endpoint, env, ids, close, end: close, ended, pid: process.pid, isOwn: true };
}

/** What two flags exclude, and why; a flag that has no say beside another would be left out without a word. */
const exclusions = [
  ['replay', 'env', 'a recording is served until Ctrl-C: start it, and take the env that --json prints'],
  ['replay', 'stop', 'one that serves a recording ends with Ctrl-C'],
  ['replay', 'ephemeral', 'a recording is served from its file, and keeps nothing anyway'],
  ['replay', 'inspect', 'a recording is served without any function'],
  ['replay', 'logs', 'a recording is served without any function'],
  ['env', 'ephemeral', 'nobody could find it again'],
  ['env', 'inspect', 'it runs in the background; leave --env out, or use npm run -s dev -- --inspect'],
  ['env', 'logs', 'it runs in the background; leave --env out'],
  ['env', 'stop', 'one starts it, the other ends it'],
  ['stop', 'port', 'an app has one emulator that keeps its state'],
  ['stop', 'ephemeral', 'one that keeps nothing ends with Ctrl-C'],
  ['stop', 'inspect', 'nothing is started'],
  ['stop', 'logs', 'nothing is started'],
] as const;

function refuseTogether(flags: Readonly<Record<string, unknown>>): void {
  for (const [one, other, why] of exclusions) {
    if (flags[one] && flags[other] !== undefined && flags[other] !== false) {
      throw new UsageError(`--${one} and --${other} exclude each other: ${why}`, 'Leave one of them out');
    }
  }
  if (flags['at-once'] && !flags.replay) {
    throw new UsageError(
      '--at-once needs --replay: it leaves out the pauses of a recording',
      'npm run -s emulator -- --replay FILE --at-once',
    );
  }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be 0 to 65535, not ${text}`, 'npm run -s emulator -- --port 4510');
}

if (require.main === module) start(emulator);
