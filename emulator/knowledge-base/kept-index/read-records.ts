import type { FileHandle } from 'node:fs/promises';
import { decode, type FileRecord } from './record';

const readAtOnce = 1 << 20;

/** The records of a file, each with the place where it ends. Throws at the first that is not whole. */
export async function* readRecords<About>(
  handle: FileHandle,
): AsyncGenerator<{ readonly record: FileRecord<About>; readonly end: number }> {
  const { size } = await handle.stat();
  let bytes: Buffer = Buffer.alloc(0);
  let start = 0;
  let needed = 1;
  while (start < size) {
    if (start + needed > size) throw new Error('its end is missing');
    const length = Math.min(size - start, Math.max(needed, readAtOnce));
    bytes = await extended(handle, bytes, start, length);
    for (;;) {
      const found = decode<About>(bytes);
      if ('needed' in found) {
        needed = found.needed;
        break;
      }
      bytes = bytes.subarray(found.length);
      start += found.length;
      yield { record: found.record, end: start };
    }
  }
}

/** So many bytes from `start` on, of which the first are there. */
async function extended(handle: FileHandle, bytes: Buffer, start: number, length: number): Promise<Buffer> {
  const longer = Buffer.allocUnsafe(Math.max(length, bytes.length));
  let read = bytes.copy(longer);
  while (read < longer.length) {
    const { bytesRead } = await handle.read(longer, read, longer.length - read, start + read);
    if (bytesRead === 0) throw new Error('its end is missing');
    read += bytesRead;
  }
  return longer;
}
