import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { isAlive } from './is-alive';

/** How many assemblies stay for going back and forth between versions, beside those in use. */
const keep = 4;
/** In ms. What a synthesis that died left behind may go after this long. */
const abandonedAfter = 10 * 60_000;

const markerName = /^(?<hash>[0-9a-f]+)\.(?<pid>\d+)\.in-use$/;
const mine: string[] = [];

/**
 * Marks an assembly as used by this process until it ends. A process that asks for one after the other, as
 * `npm run dev` does, keeps the last two: while it changes over, functions of the one before still run.
 */
export function keepInUse(folder: string, hash: string): void {
  const marker = path.join(folder, `${hash}.${process.pid}.in-use`);
  writeFileSync(marker, '');
  if (mine.length === 0) process.once('exit', () => mine.forEach(remove));
  if (!mine.includes(marker)) mine.push(marker);
  for (const older of mine.splice(0, mine.length - 2)) remove(older);
  const assembly = path.join(folder, hash);
  if (statSync(assembly, { throwIfNoEntry: false })) utimesSync(assembly, new Date(), new Date());
}

/** Removes old assemblies, but never one that a living process uses. */
export function prune(folder: string, now = Date.now()): void {
  const inUse = new Set<string>();
  const assemblies: { name: string; usedAt: number }[] = [];
  for (const name of readdirSync(folder)) {
    const usedAt = statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? now;
    const { hash, pid } = markerName.exec(name)?.groups ?? {};
    if (hash && isAlive(Number(pid))) inUse.add(hash);
    else if (hash || (name.startsWith('unfinished-') && now - usedAt > abandonedAfter))
      remove(path.join(folder, name));
    else if (/^[0-9a-f]+$/.test(name)) assemblies.push({ name, usedAt });
  }
  assemblies.sort((a, b) => b.usedAt - a.usedAt);
  for (const { name } of assemblies.slice(keep)) {
    if (!inUse.has(name)) remove(path.join(folder, name));
  }
}

const remove = (file: string) => rmSync(file, { recursive: true, force: true });
