import type { FunctionConfiguration } from './function-configuration';

/** As Lambda's log tail: the last 4 KB. */
const tailBytes = 4096;

export interface Report {
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds; only for an invocation that started the process. */
  readonly initDuration?: number;
  /** Bytes; 0 where it is not known. */
  readonly maxMemoryUsed: number;
}

/** The lines of one invocation, with those that Lambda itself writes around them. */
export class InvocationLog {
  private readonly lines: string[] = [];
  private length = 0;

  constructor(
    private readonly requestId: string,
    private readonly configuration: Pick<FunctionConfiguration, 'logFormat' | 'memorySizeInMb'>,
    private readonly sink: (line: string) => void,
  ) {}

  add(line: string): void {
    this.sink(line);
    this.lines.push(line);
    this.length += line.length + 1;
    // What is left without the first line, and its newline, still has to be a whole tail.
    for (let [first] = this.lines; first !== undefined; [first] = this.lines) {
      if (this.length - first.length - 1 < tailBytes) break;
      this.length -= first.length + 1;
      this.lines.shift();
    }
  }

  start(version: string): void {
    if (this.isJson) this.platform('platform.start', { version });
    else this.add(`START RequestId: ${this.requestId} Version: ${version}`);
  }

  end({ duration, initDuration, maxMemoryUsed }: Report): void {
    const { memorySizeInMb } = this.configuration;
    const usedInMb = Math.ceil(maxMemoryUsed / 1024 / 1024);
    if (this.isJson) {
      this.platform('platform.report', {
        metrics: {
          durationMs: Number(duration.toFixed(2)),
          billedDurationMs: Math.ceil(duration),
          memorySizeMB: memorySizeInMb,
          maxMemoryUsedMB: usedInMb,
          ...(initDuration !== undefined && { initDurationMs: Number(initDuration.toFixed(2)) }),
        },
      });
      return;
    }
    this.add(`END RequestId: ${this.requestId}`);
    const parts = [
      `REPORT RequestId: ${this.requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(duration)} ms`,
      `Memory Size: ${memorySizeInMb} MB`,
      `Max Memory Used: ${usedInMb} MB`,
      ...(initDuration === undefined ? [] : [`Init Duration: ${initDuration.toFixed(2)} ms`]),
    ];
    this.add(parts.join('\t'));
  }

  get tail(): string {
    return Buffer.from(this.lines.map((line) => `${line}\n`).join(''))
      .subarray(-tailBytes)
      .toString();
  }

  private get isJson(): boolean {
    return this.configuration.logFormat === 'JSON';
  }

  private platform(type: string, record: object): void {
    const time = new Date().toISOString();
    this.add(JSON.stringify({ time, type, record: { requestId: this.requestId, ...record } }));
  }
}
