import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';

/** Where debuggers look first. */
const firstPort = 9229;

/** How functions run under a debugger: each process with an inspector of its own, and without a timeout. */
export class Inspection {
  private readonly taken = new Set<number>();

  /** `sourceMaps`: a folder with maps by the SHA-256 of the code that they belong to, `<hash>.map`. */
  constructor(readonly sourceMaps: string | undefined) {}

  /** The lowest free port, for Node's arguments; `release` when the process has ended. */
  take(): { readonly nodeArguments: readonly string[]; release(): void } {
    let port = firstPort;
    while (this.taken.has(port)) port++;
    this.taken.add(port);
    return {
      nodeArguments: [`--inspect=127.0.0.1:${port}`, '--enable-source-maps'],
      release: () => void this.taken.delete(port),
    };
  }

  /** Names the source map in each script of a folder that has one, so that breakpoints find their lines. */
  async addSourceMaps(folder: string): Promise<void> {
    if (this.sourceMaps === undefined) return;
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.js')) continue;
      const script = path.join(folder, name);
      const hash = createHash('sha256')
        .update(await readFile(script))
        .digest('hex');
      const map = path.join(this.sourceMaps, `${hash}.map`);
      if (!existsSync(map)) continue;
      // A relative path: Node's own stack traces take no file URL.
      const url = path.relative(folder, map).split(path.sep).map(encodeURIComponent).join('/');
      await appendFile(script, `\n//# sourceMappingURL=${url}\n`);
    }
  }
}
