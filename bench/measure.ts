import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * Takes `rounds` samples of every subject, one after the other in each round, so that whatever else the
 * machine does falls on all of them alike.
 */
export async function interleaved<K extends string>(
  rounds: number,
  subjects: Readonly<Record<K, () => Promise<number>>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(subjects) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) samples[name].push(await subjects[name]());
  }
  return samples;
}

export interface Sample {
  /** Milliseconds to load the bundle in a process that has just started. */
  readonly initMs: number;
  /** Microseconds a call, over `calls` calls after as many to warm up; absent when no call was asked for. */
  readonly callUs?: number;
}

/** One sample of a bundle in a process of its own. */
export async function probe(
  bundle: string,
  event: string,
  calls: number,
  env: NodeJS.ProcessEnv = {},
): Promise<Sample> {
  const { stdout } = await run(
    process.execPath,
    [path.join(__dirname, 'probe.cjs'), bundle, event, String(calls)],
    {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: 'us-east-1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...env,
      },
      maxBuffer: 1 << 30,
    },
  );
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(line) as Sample;
}
