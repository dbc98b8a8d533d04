import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ActionGroupConfig } from '../../schemas/agent-config';
import { stateFolder } from '../cli/state-folder';

/** Where source maps are, named by the hash of their code. */
export const sourceMapFolder = (): string => path.join(stateFolder(), 'source-maps');

/**
 * Source maps for the bundles of the action groups. They are made beside the assembly: a map in an asset would
 * change it, and publish a version of a function whose code is the same.
 */
export async function makeSourceMaps(
  root: string,
  actionGroups: readonly Pick<ActionGroupConfig, 'entry'>[],
): Promise<void> {
  const { build } = await import('esbuild');
  const { bundleOptions } = await import('../../infra/action-group/bundle');
  const folder = sourceMapFolder();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { entry } of actionGroups) {
    const { outputFiles } = await build({
      ...bundleOptions,
      entryPoints: [path.join(root, entry)],
      // The map's paths are relative to where it lies.
      outfile: path.join(folder, 'index.js'),
      absWorkingDir: root,
      sourcemap: 'external',
      write: false,
    });
    const code = outputFiles.find((file) => file.path.endsWith('.js'));
    const map = outputFiles.find((file) => file.path.endsWith('.map'));
    if (!code || !map) continue;
    const hash = createHash('sha256').update(code.contents).digest('hex');
    writeFileSync(path.join(folder, `${hash}.map`), map.contents);
  }
}
