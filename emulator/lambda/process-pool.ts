import { ServiceError } from '../front-door/operation';

/** What the pool keeps: it can die at any time. */
export interface Pooled {
  readonly isAlive: boolean;
  kill(): void;
}

interface Waiting<P> {
  readonly key: string;
  readonly start: () => P;
  readonly resolve: (pooled: P) => void;
  readonly reject: (error: Error) => void;
  passedOver: number;
}

/** How often one that waits longer may be passed over for one that fits the process that became free. */
const patience = 20;

const closing = () => new ServiceError('ServiceException', 'The emulator is closing', { status: 500 });

/** At most `size` processes in all, each used by one at a time and kept warm; whoever finds none free waits. */
export class ProcessPool<P extends Pooled> {
  private readonly busy = new Map<P, string>();
  /** Least recently used first. */
  private readonly idle = new Map<P, string>();
  private readonly queue: Waiting<P>[] = [];
  private closed = false;
  private isWanted: (key: string) => boolean = () => true;

  constructor(private readonly size: number) {}

  /** Whether no process runs. */
  get isUnused(): boolean {
    return this.busy.size === 0 && this.idle.size === 0;
  }

  /** A process for `key`: a warm one, else a new one from `start`. `isNew` says which. */
  acquire(key: string, start: () => P): Promise<P> {
    if (this.closed) return Promise.reject(closing());
    return new Promise((resolve, reject) => {
      this.queue.push({ key, start, resolve, reject, passedOver: 0 });
      this.serve();
    });
  }

  release(pooled: P): void {
    const key = this.busy.get(pooled);
    this.busy.delete(pooled);
    if (key === undefined) return;
    if (pooled.isAlive && !this.closed && this.isWanted(key)) this.idle.set(pooled, key);
    else pooled.kill();
    this.serve();
  }

  /** Ends the idle processes whose key is not wanted any more; busy ones end when they are released. */
  retain(isWanted: (key: string) => boolean): void {
    this.isWanted = isWanted;
    for (const [pooled, key] of this.idle) {
      if (isWanted(key)) continue;
      this.idle.delete(pooled);
      pooled.kill();
    }
  }

  close(): void {
    this.closed = true;
    for (const pooled of [...this.busy.keys(), ...this.idle.keys()]) pooled.kill();
    this.idle.clear();
    for (const { reject } of this.queue.splice(0)) reject(closing());
  }

  private serve(): void {
    for (const pooled of this.idle.keys()) if (!pooled.isAlive) this.idle.delete(pooled);
    for (let next = this.next(); next; next = this.next()) {
      const { waiting, pooled } = next;
      this.queue.splice(this.queue.indexOf(waiting), 1);
      try {
        const given = pooled ?? waiting.start();
        this.idle.delete(given);
        this.busy.set(given, waiting.key);
        waiting.resolve(given);
      } catch (error) {
        waiting.reject(error as Error);
      }
    }
  }

  /** Who is next, and with which warm process; undefined when everybody has to wait. */
  private next(): { waiting: Waiting<P>; pooled?: P } | undefined {
    const [head] = this.queue;
    if (!head) return undefined;
    const warm = this.warm(head.key);
    if (warm) return { waiting: head, pooled: warm };
    if (this.busy.size + this.idle.size < this.size) return { waiting: head };
    const [oldest] = this.idle.keys();
    if (!oldest) return undefined;
    // A cold start costs more than a turn: let somebody behind have the warm process, but not for ever.
    const behind = this.queue.find(({ key }) => this.warm(key));
    if (behind && head.passedOver < patience) {
      head.passedOver++;
      return { waiting: behind, pooled: this.warm(behind.key) as P };
    }
    this.idle.delete(oldest);
    oldest.kill();
    return { waiting: head };
  }

  private warm(key: string): P | undefined {
    // The most recently used first: the others can grow old and be replaced.
    let found: P | undefined;
    for (const [pooled, its] of this.idle) if (its === key && pooled.isAlive) found = pooled;
    return found;
  }
}
