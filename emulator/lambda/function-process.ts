import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { FunctionConfiguration } from './function-configuration';
import { onLines } from './lines';
import { maxResidentSize } from './memory';
import type { FunctionError, InvokeMessage, ProcessMessage } from './protocol';

export interface FunctionProcessProps {
  readonly configuration: FunctionConfiguration;
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments for Node, for example `--inspect`. */
  readonly nodeArguments: readonly string[];
  readonly onEnd: () => void;
  /** A line that the function wrote. */
  readonly onLine: (line: string) => void;
}

/** What came of an invocation. `signal` and `exitCode` when the process ended instead of answering. */
export type Answer =
  | { readonly type: 'result'; readonly result: string }
  | { readonly type: 'error'; readonly error: FunctionError }
  | { readonly type: 'exit'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly type: 'timeout' }
  | { readonly type: 'memory' };

type Pending = { message?: ProcessMessage; isLogged: boolean; settle(answer: Answer): void };

const bootstrap = path.join(__dirname, 'bootstrap.cjs');

/** One process of one function. It runs one invocation at a time; when it has died, it is dead for good. */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly marker = randomUUID();
  private pending: Pending | undefined;
  private end: Answer | undefined;
  private reason: Answer | undefined;
  /** Bytes, over the process's life. 0 where the system does not tell. */
  maxMemoryUsed = 0;

  constructor(private readonly props: FunctionProcessProps) {
    const { configuration, taskRoot, environment, nodeArguments, onLine, onEnd } = props;
    this.child = fork(bootstrap, [this.marker], {
      cwd: taskRoot,
      env: { ...environment },
      execArgv: [`--max-old-space-size=${configuration.memorySizeInMb}`, ...nodeArguments],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const { stdout, stderr } = this.child;
    for (const stream of [stdout, stderr]) {
      if (!stream) continue;
      onLines(stream, (line) => {
        // A handler that writes no newline leaves its text before the marker.
        if (!line.endsWith(this.marker)) {
          onLine(line);
          return;
        }
        if (line.length > this.marker.length) onLine(line.slice(0, -this.marker.length));
        this.progress({ isLogged: true });
      });
    }
    this.child.on('message', (message: ProcessMessage) => this.progress({ message }));
    this.child.on('error', () => this.child.kill('SIGKILL'));
    this.child.once('close', (exitCode, signal) => {
      this.end = this.reason ?? { type: 'exit', exitCode, signal };
      this.pending?.settle(this.end);
      onEnd();
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.end === undefined && this.reason === undefined && this.child.connected;
  }

  /** Loads the handler. Undefined when that went well. */
  async initialize(timeoutInMs: number): Promise<Answer | undefined> {
    const answer = await this.exchange(timeoutInMs);
    return answer.type === 'result' ? undefined : answer;
  }

  async invoke(message: InvokeMessage): Promise<Answer> {
    const answer = this.exchange(message.deadline - Date.now());
    if (this.isAlive) this.child.send(message);
    return answer;
  }

  kill(reason?: Answer): void {
    this.reason ??= reason ?? { type: 'exit', exitCode: null, signal: 'SIGKILL' };
    this.child.kill('SIGKILL');
  }

  private exchange(timeoutInMs: number): Promise<Answer> {
    if (this.end) return Promise.resolve(this.end);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill({ type: 'timeout' }), Math.min(timeoutInMs, 2 ** 31 - 1));
      const limit = this.props.configuration.memorySizeInMb * 1024 * 1024;
      const watch = setInterval(() => {
        if (this.measure() > limit) this.kill({ type: 'memory' });
      }, 50);
      this.pending = {
        isLogged: false,
        settle: (answer) => {
          clearTimeout(timer);
          clearInterval(watch);
          this.pending = undefined;
          if (answer.type === 'result' || answer.type === 'error') this.measure();
          resolve(answer);
        },
      };
    });
  }

  /** An answer counts once its log has been read as well: they come through different pipes. */
  private progress(part: Partial<Pick<Pending, 'message' | 'isLogged'>>): void {
    const { pending } = this;
    if (!pending) return;
    Object.assign(pending, part);
    const { message, isLogged } = pending;
    if (!message || !isLogged) return;
    if (message.type === 'error') {
      if (message.fatal) this.kill({ type: 'error', error: message.error });
      else pending.settle({ type: 'error', error: message.error });
    } else pending.settle({ type: 'result', result: message.type === 'result' ? message.result : '' });
  }

  private measure(): number {
    const used = maxResidentSize(this.child.pid);
    this.maxMemoryUsed = Math.max(this.maxMemoryUsed, used);
    return used;
  }
}
