import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import * as path from 'node:path';
import config from '../agent.config';
import type { Stage } from '../schemas/agent-config';
import { keepInUse, prune } from './assembly-folder';
import { CommandError } from './cli/errors';
import { type Io, processIo, withProgress } from './cli/io';
import { isRootInput, notAnInput } from './not-an-input';

export interface AssemblyOptions {
  readonly stage?: Stage;
  readonly io?: Io;
  readonly signal?: AbortSignal;
  /** The project; this one if not given. */
  readonly root?: string;
}

const unread = new Set([...notAnInput, ...documentsFolder()]);

/** Synthesis looks into documents only where each must fit the embedding model's input as a whole. */
function documentsFolder(): string[] {
  const { documents, chunking } = config.knowledgeBase ?? {};
  return documents === undefined || chunking?.chunkingStrategy === 'NONE' ? [] : [path.normalize(documents)];
}

/**
 * The folder of the synthesized app, of now: made anew only when a file that synthesis could read has changed.
 * Runs the app itself instead of the CDK CLI, which costs seconds, needs no account and never deploys here.
 */
export async function ensureAssembly(options: AssemblyOptions = {}): Promise<string> {
  const { stage = 'dev', io = processIo, root = path.join(__dirname, '..') } = options;
  const folder = path.join(root, '.outcrop', 'assembly');
  const hash = hashOfInputs(root, stage);
  const assembly = path.join(folder, hash);
  mkdirSync(folder, { recursive: true });
  keepInUse(folder, hash);
  if (existsSync(assembly)) return assembly;
  // Written beside and renamed: nobody ever reads half an assembly, and two at once do no harm.
  const unfinished = path.join(folder, `unfinished-${randomUUID()}`);
  try {
    await withProgress(io, 'Synthesizing the app', () => synthesize(root, stage, unfinished, options.signal));
    // A file was saved meanwhile: this assembly may hold old and new, and must not go by the old hash.
    if (hashOfInputs(root, stage) !== hash) return await ensureAssembly(options);
    publish(unfinished, assembly);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  prune(folder);
  return assembly;
}

function publish(unfinished: string, assembly: string): void {
  try {
    renameSync(unfinished, assembly);
  } catch (error) {
    // Another process was first; the same inputs made the same assembly.
    if (!existsSync(assembly)) throw error;
  }
}

/** Over paths and contents, never times: a checkout or a copy changes those. */
export function hashOfInputs(root: string, stage: Stage): string {
  const hash = createHash('sha256').update(`stage ${stage}\n`);
  const add = (relative: string) => {
    if (unread.has(relative)) return;
    const absolute = path.join(root, relative);
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats?.isDirectory()) for (const name of readdirSync(absolute).sort()) add(path.join(relative, name));
    if (!stats?.isFile()) return;
    hash.update(`${relative.split(path.sep).join('/')} ${stats.size}\n`).update(readFileSync(absolute));
  };
  for (const entry of readdirSync(root, { withFileTypes: true }).sort(byName)) {
    if (entry.isFile() ? isRootInput(entry.name) : !entry.name.startsWith('.')) add(entry.name);
  }
  return hash.digest('hex').slice(0, 32);
}

const byName = (one: Dirent, other: Dirent): number => (one.name < other.name ? -1 : 1);

function synthesize(root: string, stage: Stage, outdir: string, signal?: AbortSignal): Promise<void> {
  const { CDK_DEFAULT_ACCOUNT: _, CDK_DEFAULT_REGION: __, ...env } = process.env;
  const app = spawn(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: root,
    env: {
      ...env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({
        stage,
        'outcrop:laptop': true,
        // As the CDK's own CLI asks for when it deploys: refusals then name constructs instead of logical ids.
        'aws:cdk:enable-path-metadata': true,
      }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let stderr = '';
  app.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    app.on('error', reject);
    app.on('close', (code, killedBy) => {
      if (code === 0) resolve();
      else reject(failure(stderr, code === null ? `ended by ${killedBy}` : `exit code ${code}`));
    });
  });
}

function failure(output: string, ending: string): CommandError {
  // The CDK announces each asset on stderr.
  const stderr = output.replace(/^Bundling asset .*\n/gm, '');
  return new CommandError({
    code: 'SYNTH_FAILED',
    message: `The app does not synthesize: ${thrown(stderr) ?? (stderr.trim() || ending)}`,
    hint: 'npm run synth shows the same with the stack',
  });
}

/** The message of the error that ended a Node process, without the source line above and the stack below. */
export function thrown(stderr: string): string | undefined {
  const lines = stderr.split('\n');
  const stack = lines.findIndex((line) => /^ {4}at /.test(line));
  const start = lines
    .slice(0, Math.max(stack, 0))
    .findLastIndex((line) => /^(Uncaught )?\w*Error\b/.test(line));
  if (start < 0) return undefined;
  return lines
    .slice(start, stack)
    .join('\n')
    .replace(/^(Uncaught )?\w*Error( \[\w+\])?: /, '')
    .trim();
}
