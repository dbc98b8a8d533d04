import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

export interface CommandOptions {
  /** Beside PATH and HOME; AWS's own variables never come through from the shell of the test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<CommandOutcome>;
  /** Resolves with stdout as soon as it matches; rejects when the command ends before that. */
  stdoutMatching(pattern: RegExp): Promise<string>;
}

/** Runs a command of `scripts/` as a process of its own, for example `invoke-agent`, until it ends. */
export const runCommand = (name: string, args: readonly string[], options?: CommandOptions) =>
  startCommand(name, args, options).outcome;

export const startCommand = (name: string, args: readonly string[], options?: CommandOptions) =>
  startProcess(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], options);

/** Runs a line of the README, such as `npm run -s invoke-agent -- "…"`, as its words. */
export const runProgram = (program: string, args: readonly string[], options?: CommandOptions) =>
  startProcess(program, args, options).outcome;

function startProcess(
  program: string,
  args: readonly string[],
  { env = {}, cwd = root }: CommandOptions = {},
): RunningCommand {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH,
      HOME,
      NO_COLOR: '1',
      // Whoever tests may have an account: no test ever uses it.
      AWS_CONFIG_FILE: path.join(root, 'test', 'no-such-file'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(root, 'test', 'no-such-file'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const outcome = new Promise<CommandOutcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ stdout, stderr, exitCode }));
  });
  return {
    child,
    outcome,
    stdoutMatching: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!pattern.test(stdout)) return;
          watchers.delete(watch);
          resolve(stdout);
        };
        watchers.add(watch);
        outcome.then(() => reject(new Error(`It ended without ${pattern}: ${stdout}${stderr}`)), reject);
        watch();
      }),
  };
}
