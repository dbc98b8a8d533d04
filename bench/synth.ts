import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { interleaved, median } from './measure';
import type { Section } from './results';

const run = promisify(execFile);
const root = path.join(__dirname, '..');

/** Synthesizes into a folder as the laptop does: the app itself, without the CDK's CLI. */
export const laptopAssembly = (outdir: string): Promise<unknown> =>
  run(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ 'outcrop:laptop': true }) },
  });

async function seconds(work: (outdir: string) => Promise<unknown>): Promise<number> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'outcrop-synth-'));
  try {
    const started = performance.now();
    await work(outdir);
    return (performance.now() - started) / 1000;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Synthesis with bundling into an empty folder, as the laptop path and as the CDK CLI do it. */
export async function benchSynth(rounds: number): Promise<Section> {
  const times = await interleaved(Math.max(3, Math.ceil(rounds / 4)), {
    laptop: () => seconds(laptopAssembly),
    cli: () =>
      seconds((outdir) =>
        run(process.execPath, ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', outdir], {
          cwd: root,
        }),
      ),
  });
  const row = (what: string, samples: number[], goal: number) => ({
    what,
    measured: `${median(samples).toFixed(1)} s`,
    goal: `at most ${goal} s`,
    reached: median(samples) <= goal,
  });
  return {
    title: 'Synthesis',
    how: 'From an empty output folder, everything bundled anew.',
    rows: [
      row('the laptop path: the app without the CLI', times.laptop, 4),
      row('`npm run synth`: the CLI, with cdk-nag and the strict validator', times.cli, 6),
    ],
  };
}
