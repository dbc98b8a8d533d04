import { type ChildProcess, fork } from 'node:child_process';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { maxResidentSize } from '../../lambda/memory';
import { Reaper } from '../../lambda/reaper';
import { DocumentError } from '../parsing/parsed-document';
import type { Content } from '../store/records';
import { type ContentProps, contentOf } from './content';
import type { ReadAnswer, ReadMessage } from './protocol';

export interface ReaderLimits {
  /** For one document. */
  readonly seconds: number;
  /** Of the process, which is watched on Linux; elsewhere V8's own limit is all that holds it. */
  readonly megabytes: number;
}

const ordinary: ReaderLimits = { seconds: 60, megabytes: 1536 };
/** Bytes of a plain text up to which it takes longer to hand it over than to read it. */
const readHere = 256 * 1024;
const plain: ReadonlySet<string> = new Set(['.md', '.txt']);
/** Seconds in which the process must have started: what it takes for that is not the document's. */
const startWithin = 60;
/** Milliseconds between two looks at the memory, and after which an idle process ends. */
const lookEvery = 50;
const idleAfter = 30_000;

/**
 * Reads documents in a process of its own, one at a time: one that is heavy or hostile takes neither the emulator's
 * thread nor its memory, and fails alone.
 */
export class DocumentReader {
  private child: ChildProcess | undefined;
  private isReady = false;
  private last: Promise<unknown> = Promise.resolve();
  private readonly reaper = new Reaper();
  private idle: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly limits: ReaderLimits = ordinary) {}

  /** A document's chunks. Throws a DocumentError for one that cannot be indexed. */
  read(props: ContentProps): Promise<Content> {
    if (plain.has(props.ending) && props.bytes.length <= readHere) return contentOf(props);
    const mine = this.last.then(() => this.readApart(props));
    this.last = mine.catch(() => {});
    return mine;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.end();
    await this.last;
    this.reaper.close();
  }

  private async readApart({ embedder, ...props }: ContentProps): Promise<Content> {
    if (this.isClosed) throw new Error('The reader of documents is closed');
    clearTimeout(this.idle);
    const child = this.started();
    child.ref();
    child.channel?.ref();
    const message: ReadMessage = { ...props, embedder: embedder.name };
    try {
      const answer = await this.asked(child, message);
      if (answer.type === 'content') return answer.content;
      if (answer.type === 'refused') throw new DocumentError(answer.status, answer.reason);
      throw new Error(answer.message);
    } finally {
      child.unref();
      child.channel?.unref();
      this.idle = setTimeout(() => this.end(), idleAfter).unref();
    }
  }

  private asked(
    child: ChildProcess,
    message: ReadMessage,
  ): Promise<Exclude<ReadAnswer, { readonly type: 'ready' }>> {
    const { seconds, megabytes } = this.limits;
    return new Promise((resolve, reject) => {
      let reason: string | undefined;
      const kill = (why: string) => {
        reason ??= why;
        child.kill('SIGKILL');
      };
      const limit = () =>
        setTimeout(() => kill(`as reading them takes more than ${seconds} seconds`), seconds * 1000);
      let clock = this.isReady
        ? limit()
        : setTimeout(() => kill('as the process that reads them did not start'), startWithin * 1000);
      const watch = setInterval(() => {
        if (maxResidentSize(child.pid) < megabytes * 1024 * 1024) return;
        kill(`as reading them takes more than ${megabytes} MB of memory`);
      }, lookEvery);
      const settle = (done: () => void) => {
        clearTimeout(clock);
        clearInterval(watch);
        child.removeAllListeners('message').removeAllListeners('close');
        done();
      };
      child.on('message', (answer: ReadAnswer) => {
        if (answer.type !== 'ready') return settle(() => resolve(answer));
        this.isReady = true;
        clearTimeout(clock);
        clock = limit();
      });
      child.once('close', (exitCode, signal) => {
        if (this.child === child) this.child = undefined;
        this.reaper.remove(child.pid);
        if (this.isClosed) return settle(() => reject(new Error('The reader of documents is closed')));
        const why = reason ?? `as the process that read them ended with ${signal ?? exitCode}`;
        settle(() => reject(new DocumentError('FAILED', why)));
      });
      child.send(message);
    });
  }

  private started(): ChildProcess {
    if (this.child?.connected) return this.child;
    const child = fork(path.join(__dirname, 'reader-process.ts'), {
      execArgv: [
        '--import',
        pathToFileURL(require.resolve('tsx')).href,
        `--max-old-space-size=${Math.ceil(this.limits.megabytes / 2)}`,
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('error', () => child.kill('SIGKILL'));
    this.reaper.add(child.pid);
    this.child = child;
    this.isReady = false;
    return child;
  }

  private end(): void {
    const { child } = this;
    this.child = undefined;
    clearTimeout(this.idle);
    if (!child) return;
    child.kill('SIGKILL');
    this.reaper.remove(child.pid);
  }
}
