import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Memory, Ready } from './emulator-process';
import { median, percentile } from './measure';
import type { Section } from './results';
import { laptopAssembly } from './synth';
import { type Load, loadOn } from './turn-load';

const inFlight = 16;
/** Memory is looked at so often over the long run. */
const looks = 10;

interface Running {
  readonly ready: Ready;
  readonly load: Load;
  memory(): Promise<Memory>;
  close(): Promise<void>;
}

/** Turns through the emulator's front door, with a real Lambda process and a real table call in each. */
export async function benchTurns(rounds: number, turns: number): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-turns-'));
  try {
    const assembly = path.join(folder, 'assembly');
    await laptopAssembly(assembly);
    const starts: Ready[] = [];
    const cold: number[] = [];
    const starting = Math.max(3, Math.ceil(rounds / 4));
    for (let n = 0; n < starting; n++) {
      const running = await run(assembly, path.join(folder, `state-${n}`));
      starts.push(running.ready);
      cold.push((await running.load.turn()).wholeMs);
      await running.close();
    }
    const running = await run(assembly, path.join(folder, 'state'));
    try {
      return await measure(running, { rounds, turns, cold, startMs: starts.map(({ startMs }) => startMs) });
    } finally {
      await running.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly rounds: number;
  readonly turns: number;
  readonly cold: readonly number[];
  readonly startMs: readonly number[];
}

async function measure(
  { load, memory }: Running,
  { rounds, turns, cold, startMs }: Measured,
): Promise<Section> {
  await refuseOtherTurns(load);
  await load.turns(500, inFlight);
  const alone: number[] = [];
  const first: number[] = [];
  const perSecond: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { wholeMs } of await load.turns(100, 1)) alone.push(wholeMs);
    for (let n = 0; n < 10; n++) first.push((await load.turn({ enableTrace: true })).firstMs);
    const before = performance.now();
    for (const { wholeMs } of await load.turns(400, inFlight)) loaded.push(wholeMs);
    perSecond.push(400_000 / (performance.now() - before));
  }
  const held = [await memory()];
  for (let look = 0; look < looks; look++) {
    await load.turns(Math.ceil(turns / looks), inFlight);
    held.push(await memory());
  }
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const kb = (bytes: number) => `${(bytes / 2 ** 10).toFixed(0)} KB`;
  const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  const grown = slope(held.map(({ heapUsed }) => heapUsed)) / (turns / looks);
  const [start, end] = [held[0], held.at(-1)];
  return {
    title: 'Turns',
    how: `The project's own app, its state on disk; the emulator in one process, the stock SDK over HTTP/2 in another, conversations of ten turns, each turn with one Lambda invocation and one table call. ${rounds} rounds of 100 turns alone and 400 at ${inFlight} in flight; ${startMs.length} starts.`,
    rows: [
      {
        what: 'a turn, alone: p50',
        measured: ms(median(alone)),
        beside: `p95 ${ms(percentile(alone, 0.95))}`,
        goal: 'under 12 ms',
        reached: median(alone) < 12,
      },
      { what: 'its first event, with traces: p50', measured: ms(median(first)) },
      {
        what: `turns a second at ${inFlight} in flight`,
        measured: median(perSecond).toFixed(0),
        beside: `p50 ${ms(median(loaded))}, p95 ${ms(percentile(loaded, 0.95))}`,
        goal: 'at least 200',
        reached: median(perSecond) >= 200,
      },
      {
        what: `heap over ${turns} turns more, after collections`,
        measured: `${((grown * 100_000) / 2 ** 20).toFixed(2)} MB per 100,000 turns`,
        beside: `${mb(start?.heapUsed ?? 0)} to ${mb(end?.heapUsed ?? 0)}, compiled code ${kb(start?.code ?? 0)} to ${kb(end?.code ?? 0)} of it; resident ${mb(start?.rss ?? 0)} to ${mb(end?.rss ?? 0)}`,
        goal: 'flat, under 1 MB',
        reached: grown * 100_000 < 2 ** 20,
      },
      {
        what: 'createEmulator, after synthesis',
        measured: ms(median(startMs)),
        goal: 'at most 1000 ms',
        reached: median(startMs) <= 1000,
      },
      {
        what: 'the first turn after it, whole: planner, SDK schemas and the function load',
        measured: ms(median(cold)),
      },
    ],
  };
}

/** What is measured must be one Lambda invocation with an answer from the table. */
async function refuseOtherTurns(load: Load): Promise<void> {
  const { events } = await load.turn({ enableTrace: true });
  const invoked = events.flatMap(({ trace }) => {
    const { invocationInput } = trace?.trace?.orchestrationTrace ?? {};
    return invocationInput?.actionGroupInvocationInput ? [invocationInput] : [];
  });
  if (invoked.length !== 1) throw new Error(`The turn invoked ${invoked.length} action groups, not one`);
}

/** Of a straight line through values at equal distances (least squares); the first is left out, caches still fill. */
function slope([, ...values]: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [over, under] = values.reduce<[number, number]>(
    ([a, b], value, at) => [a + (at - middle) * (value - mean), b + (at - middle) ** 2],
    [0, 0],
  );
  return over / under;
}

/** An emulator in a process of its own, with its state in a folder. */
export async function run(assembly: string, directory: string): Promise<Running> {
  const child: ChildProcess = fork(path.join(__dirname, 'emulator-process.ts'), [assembly, directory], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ended = once(child, 'exit');
  const message = async <T>(): Promise<T> => {
    const [value] = await Promise.race([
      once(child, 'message'),
      ended.then(([code]) => Promise.reject(new Error(`The emulator ended with ${code}`))),
    ]);
    return value as T;
  };
  const ready = await message<Ready>();
  const load = loadOn(ready);
  return {
    ready,
    load,
    memory() {
      child.send('memory');
      return message<Memory>();
    },
    async close() {
      load.close();
      child.disconnect();
      await ended;
    },
  };
}
