import { spawn } from 'node:child_process';
import * as path from 'node:path';
import type { Io } from '../cli/io';
import type { StackTarget } from './flags';

export const root = path.join(__dirname, '..', '..');
/** For the hint of another command; npx could fetch another version. */
export const cdkCommand = 'node_modules/.bin/cdk';

export interface RunCdkOptions {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Region and profile as they were settled: the CDK looks for them in other places than the SDK does. */
  readonly target: Pick<StackTarget, 'profile' | 'region'>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CdkRun {
  readonly exitCode: number;
  /** All that it wrote, without colours. */
  readonly output: string;
}

/**
 * Runs the project's own aws-cdk. What it writes goes to stderr as it comes: stdout is for the result. Sends
 * nothing home and looks for no news, so that it also runs offline.
 */
export function runCdk(args: readonly string[], options: RunCdkOptions): Promise<CdkRun> {
  const { io, signal, target, env } = options;
  const colours = Boolean(io.stderr.isTTY) && !process.env.NO_COLOR;
  const bin = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const access = [
    ...(target.profile ? ['--profile', target.profile] : []),
    ...(target.region ? ['--region', target.region] : []),
  ];
  const child = spawn(process.execPath, [bin, ...args, ...access, '--no-notices'], {
    cwd: root,
    env: {
      ...process.env,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: '1',
      ...(colours ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: '0' }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGINT',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      io.stderr.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: withoutColours(output) }));
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
const withoutColours = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');
