import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * Copies an asset to a folder of its own, once. An asset is a bare folder: without a `package.json` beside it,
 * Node reads its `index.js` as what the nearest one above says, and a project of ES modules breaks every bundle.
 */
export async function taskRootOf(
  asset: string,
  directory: string,
  prepare: (copy: string) => Promise<void> = async () => {},
): Promise<string> {
  const target = path.join(directory, path.basename(asset));
  if (existsSync(target)) return target;
  await mkdir(directory, { recursive: true });
  const copy = await mkdtemp(path.join(directory, 'copy-'));
  try {
    await cp(asset, copy, { recursive: true });
    const manifest = path.join(copy, 'package.json');
    if (!existsSync(manifest)) await writeFile(manifest, '{}');
    await prepare(copy);
    // Whole or not at all, and whoever comes first wins.
    await rename(copy, target).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return target;
}

/** Removes the copies of all other assets. Only while no function runs. */
export async function removeTaskRoots(directory: string, except: readonly string[]): Promise<void> {
  const wanted = new Set(except.map((asset) => path.basename(asset)));
  for (const name of await readdir(directory).catch(() => [])) {
    if (!wanted.has(name)) await rm(path.join(directory, name), { recursive: true, force: true });
  }
}
