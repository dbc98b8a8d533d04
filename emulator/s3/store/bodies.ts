import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, unlink } from 'node:fs/promises';
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

/** Bytes: up to here a body lies in the index, where it costs no file to be made and deleted. */
const smallSize = 16 * 1024;

/**
 * The objects' bytes. A file is named in the index as unreferenced from before it is made until a record names
 * it, and again from when none does until it is gone: so nothing is left behind by a process that is killed. A
 * body is never changed once it can be read, and goes when nobody reads it any more.
 */
export class Bodies {
  private readonly folders = new Set<string>();
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Map<string, Segment>();
  /** Small bodies that are to be written with the record that names them. */
  private readonly pending = new Map<string, Uint8Array>();

  constructor(
    private readonly directory: string,
    private readonly database: Database,
  ) {}

  /** Removes what an earlier process left behind. */
  async clean(): Promise<void> {
    for await (const file of this.database.unreferenced.keys()) await this.erase({ file });
  }

  /** Writes as fast as the disk takes it. Nothing is left of it when `bytes` throws. */
  async write(bytes: AsyncIterable<Buffer>): Promise<readonly Segment[]> {
    const source = bytes[Symbol.asyncIterator]();
    try {
      return await this.writeFrom(source);
    } catch (error) {
      // Else, where it is the disk that fails, nobody would know that no more is read.
      await source.return?.();
      throw error;
    }
  }

  private async writeFrom(source: AsyncIterator<Buffer>): Promise<readonly Segment[]> {
    const file = randomUUID();
    const start: Buffer[] = [];
    let size = 0;
    while (size <= smallSize) {
      const { done, value } = await source.next();
      if (done) {
        if (size === 0) return [];
        this.pending.set(file, Buffer.concat(start));
        return [{ file, size, isInIndex: true }];
      }
      start.push(value);
      size += value.length;
    }
    await this.database.unreferenced.put(file, 0);
    try {
      return [{ file, size: await this.fill(await this.pathOf(file), start, source) }];
    } catch (error) {
      await this.erase({ file });
      throw error;
    }
  }

  private async fill(file: string, start: readonly Buffer[], rest: AsyncIterator<Buffer>): Promise<number> {
    const handle = await open(file, 'wx');
    try {
      const first = Buffer.concat(start);
      await handle.writeFile(first);
      let size = first.length;
      for (;;) {
        const { done, value } = await rest.next();
        if (done) return size;
        await handle.writeFile(value);
        size += value.length;
      }
    } finally {
      await handle.close();
    }
  }

  /** The writes that go with a record which names these bodies now, in whatever record they were before. */
  claim(segments: readonly Segment[]): Write[] {
    return segments.flatMap(({ file, isInIndex }) => {
      if (!isInIndex) return [del(this.database.unreferenced, file)];
      const bytes = this.pending.get(file);
      this.pending.delete(file);
      return bytes ? [put(this.database.small, file, bytes)] : [];
    });
  }

  /** The writes that go with the end of the last record which named these bodies; `discard` them afterwards. */
  release(segments: readonly Segment[]): Write[] {
    return segments.map(({ file }) => put(this.database.unreferenced, file, 0));
  }

  /** Deletes bodies, as soon as nobody reads them. */
  async discard(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) {
      if (this.pending.delete(segment.file)) continue;
      if (this.readers.has(segment.file)) this.doomed.set(segment.file, segment);
      else await this.erase(segment);
    }
  }

  /** Keeps bodies until the function that it returns is called. */
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
    const segment = this.doomed.get(file);
    this.doomed.delete(file);
    if (segment) this.erase(segment).catch(() => {});
  }

  /** Bodies must be held while they are read. */
  async *read(segments: readonly Segment[], range: ByteRange): AsyncGenerator<Buffer> {
    let offset = 0;
    for (const { file, size, isInIndex } of segments) {
      const start = Math.max(range.start - offset, 0);
      const end = Math.min(range.end - offset, size - 1);
      offset += size;
      if (start > end) continue;
      if (isInIndex) {
        const bytes = this.database.small.getSync(file);
        if (!bytes) throw new Error(`The index has no body ${file}`);
        yield Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start + 1);
      } else {
        yield* createReadStream(await this.pathOf(file), { start, end, highWaterMark: readSize });
      }
    }
  }

  /** Where nothing says where a body lies, it is looked for in both places. */
  private async erase({ file, isInIndex }: Pick<Segment, 'file' | 'isInIndex'>): Promise<void> {
    if (!isInIndex) {
      await unlink(await this.pathOf(file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    await this.database.batch([del(this.database.small, file), del(this.database.unreferenced, file)]);
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
