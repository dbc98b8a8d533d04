import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { LintOptions } from '../schemas/lint';

/** What the linter asks of the files of a project. */
export const projectFiles = (root: string): Required<LintOptions> => ({
  readText: (file) => ifThere(() => readFileSync(path.join(root, file), 'utf8')),
  listFiles: (folder) =>
    ifThere(() =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
        .map((file) => file.split(path.sep).join('/')),
    ),
});

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
