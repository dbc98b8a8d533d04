import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { type Database, del, put, type Write } from './database';
import type { Segment } from './records';

/** The first and the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes of one read: enough that a download does not wait for each. */
const readSize = 256 * 1024;

/**
 * The objects' bytes in files of their own. A file is named in the index as unreferenced from before it is made
 * until a record names it, and again from when none does until it is gone: so nothing is left behind by a process
 * that is killed, and a file is never changed once it can be read.
 */
export class Bodies {
  private readonly folders = new Set<string>();
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  constructor(
    private readonly directory: string,
    private readonly database: Database,
  ) {}

  /** Removes what an earlier process left behind. */
  async clean(): Promise<void> {
    for await (const file of this.database.unreferenced.keys()) await this.unlink(file);
  }

  /** Writes as fast as the disk takes it. Nothing is left of it when `bytes` throws. */
  async write(bytes: AsyncIterable<Buffer>): Promise<readonly Segment[]> {
    const file = randomUUID();
    await this.database.unreferenced.put(file, 0);
    try {
      const size = await this.fill(await this.pathOf(file), bytes);
      if (size > 0) return [{ file, size }];
    } catch (error) {
      await this.unlink(file);
      throw error;
    }
    await this.unlink(file);
    return [];
  }

  private async fill(file: string, bytes: AsyncIterable<Buffer>): Promise<number> {
    let size = 0;
    const handle = await open(file, 'wx');
    try {
      for await (const chunk of bytes) {
        await handle.writeFile(chunk);
        size += chunk.length;
      }
    } finally {
      await handle.close();
    }
    return size;
  }

  /** The writes that go with a record which names these files now. */
  claim(segments: readonly Segment[]): Write[] {
    return segments.map(({ file }) => del(this.database.unreferenced, file));
  }

  /** The writes that go with the end of the last record which named these files; `discard` them afterwards. */
  release(segments: readonly Segment[]): Write[] {
    return segments.map(({ file }) => put(this.database.unreferenced, file, 0));
  }

  /** Deletes files, as soon as nobody reads them. */
  async discard(segments: readonly Segment[]): Promise<void> {
    for (const { file } of segments) {
      if (this.readers.has(file)) this.doomed.add(file);
      else await this.unlink(file);
    }
  }

  /** Keeps files until the function that it returns is called. */
  hold(segments: readonly Segment[]): () => void {
    for (const { file } of segments) this.readers.set(file, (this.readers.get(file) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const { file } of segments) this.letGo(file);
    };
  }

  private letGo(file: string): void {
    const readers = (this.readers.get(file) ?? 1) - 1;
    if (readers > 0) {
      this.readers.set(file, readers);
      return;
    }
    this.readers.delete(file);
    // The next start does it if this does not come to pass.
    if (this.doomed.delete(file)) this.unlink(file).catch(() => {});
  }

  /** Files must be held while they are read. */
  async *read(segments: readonly Segment[], range: ByteRange): AsyncGenerator<Buffer> {
    let offset = 0;
    for (const { file, size } of segments) {
      const start = Math.max(range.start - offset, 0);
      const end = Math.min(range.end - offset, size - 1);
      offset += size;
      if (start <= end) {
        yield* createReadStream(await this.pathOf(file), { start, end, highWaterMark: readSize });
      }
    }
  }

  private async unlink(file: string): Promise<void> {
    await rm(await this.pathOf(file), { force: true });
    await this.database.unreferenced.del(file);
  }

  private async pathOf(file: string): Promise<string> {
    const folder = path.join(this.directory, 'bodies', file.slice(0, 2));
    if (!this.folders.has(folder)) {
      await mkdir(folder, { recursive: true });
      this.folders.add(folder);
    }
    return path.join(folder, file);
  }
}
