import { readFileSync } from 'node:fs';

/**
 * The most memory that a process has had, in bytes. Known on Linux only; elsewhere it is 0, and V8's own limit on
 * the heap is all that holds a function to its size.
 */
export function maxResidentSize(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
