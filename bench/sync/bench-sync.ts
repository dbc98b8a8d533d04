import { execFile, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import config from '../../agent.config';
import { resolveKnowledgeBase } from '../../client/knowledge-base-target';
import type { Ready } from '../emulator-process';
import { interleaved, median } from '../measure';
import type { Row, Section } from '../results';
import { laptopAssembly } from '../synth';

/** What a sync in a process of its own tells, in milliseconds since the process began. */
export interface SyncTimes {
  /** Every object is in the bucket, and the manifest says so. */
  readonly bucketMs: number;
  /** The ingestion job has ended, too. */
  readonly wholeMs: number;
  readonly uploaded: number;
  readonly unchanged: number;
}

const run = promisify(execFile);
const rounds = 3;
const stackName = `${config.name}-dev-knowledge-base`;

/** Syncs so many small documents into the emulator's bucket, beside `aws s3 sync` where there is one. */
export async function benchSync(documents: number): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-sync-'));
  try {
    const source = path.join(folder, 'documents');
    fill(source, documents);
    const assembly = path.join(folder, 'assembly');
    await laptopAssembly(assembly);
    const emulator = fork(
      path.join(__dirname, '..', 'emulator-process.ts'),
      [assembly, path.join(folder, 'state')],
      { execArgv: ['--import', 'tsx'] },
    );
    const ended = once(emulator, 'exit');
    try {
      const [ready] = (await once(emulator, 'message')) as [Ready];
      return await measure(ready.env, source, documents);
    } finally {
      emulator.disconnect();
      await ended;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Documents of some 500 bytes, each with words of its own. */
function fill(source: string, documents: number): void {
  for (let n = 0; n < documents; n++) {
    const shelf = path.join(source, `shelf-${Math.floor(n / 100)}`);
    if (n % 100 === 0) mkdirSync(shelf, { recursive: true });
    const lines = Array.from(
      { length: 10 },
      (_, at) => `Line ${at} of volume ${n} tells of matter ${n * 7 + at}.`,
    );
    writeFileSync(path.join(shelf, `volume-${n}.md`), `# Volume ${n}\n\n${lines.join('\n')}\n`);
  }
}

async function measure(given: Ready['env'], source: string, documents: number): Promise<Section> {
  const env = { ...process.env, ...given, AWS_PAGER: '', AWS_EC2_METADATA_DISABLED: 'true' };
  const endpoint = given.AWS_ENDPOINT_URL ?? '';
  const { documentsBucket } = await resolveKnowledgeBase({ stackName, endpoint });
  const ours = async (): Promise<SyncTimes> => {
    const program = path.join(__dirname, '..', '..', 'scripts', 'bench', 'sync-process.ts');
    const args = ['--import', 'tsx', program, endpoint, stackName, source, 'docs/', `${source}.known.json`];
    return JSON.parse((await run(process.execPath, args, { env })).stdout) as SyncTimes;
  };
  // Beside the prefix that is ingested, in the same bucket.
  const aws = async (): Promise<{ readonly ms: number; readonly uploads: number }> => {
    const before = performance.now();
    const target = `s3://${documentsBucket}/aws/`;
    const { stdout } = await run('aws', ['s3', 'sync', source, target, '--no-progress'], {
      env,
      maxBuffer: 1 << 28,
    });
    return { ms: performance.now() - before, uploads: stdout.match(/^upload: /gm)?.length ?? 0 };
  };
  const hasCli = spawnSync('aws', ['--version']).status === 0;

  const first = await ours();
  expected('npm run sync uploaded', first.uploaded, documents);
  const firstAws = hasCli ? await aws() : undefined;
  if (firstAws) expected('aws s3 sync uploaded', firstAws.uploads, documents);
  const again = await interleaved(rounds, {
    ours: async () => {
      const times = await ours();
      expected('npm run sync uploaded again', times.uploaded, 0);
      expected('npm run sync left', times.unchanged, documents);
      return times.wholeMs;
    },
    aws: async () => {
      if (!hasCli) return Number.NaN;
      const { ms, uploads } = await aws();
      expected('aws s3 sync uploaded again', uploads, 0);
      return ms;
    },
  });
  const ingestion = first.wholeMs - first.bucketMs;
  return {
    title: 'Sync',
    how: `${documents} documents of some 500 bytes into a bucket of the emulator, which runs in a process of its own with its state on disk; each sync is a process from start to end. The first sync was measured once, the unchanged one ${rounds} times. ${hasCli ? '`aws s3 sync` ran with its defaults, into the same bucket, and found nothing to do on every further run.' : 'This machine has no AWS CLI to compare with.'}`,
    rows: [
      row('first sync, until the bucket holds all', first.bucketMs, firstAws?.ms, 3),
      {
        what: 'first sync, whole: with its ingestion job',
        measured: seconds(first.wholeMs),
        ...(firstAws && { beside: `aws s3 sync, which ingests nothing: ${seconds(firstAws.ms)}` }),
      },
      {
        what: 'its ingestion job, after the uploads',
        measured: seconds(ingestion),
        beside: `${((documents / ingestion) * 1000).toFixed(0)} documents a second`,
      },
      row(
        'sync of unchanged documents, whole',
        median(again.ours),
        hasCli ? median(again.aws) : undefined,
        2,
      ),
    ],
  };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function row(what: string, ms: number, peer: number | undefined, times: number): Row {
  if (peer === undefined) return { what, measured: seconds(ms) };
  return {
    what,
    measured: seconds(ms),
    beside: `aws s3 sync: ${seconds(peer)}, ${(peer / ms).toFixed(1)} times as long`,
    goal: `at least ${times} times as fast`,
    reached: peer / ms >= times,
  };
}

function expected(what: string, count: number, wanted: number): void {
  if (count !== wanted) throw new Error(`${what} ${count} documents, not ${wanted}`);
}
