import { type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { CommandError } from '../../cli/errors';
import { breather } from '../breather';

export interface FolderFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder, with slashes and composed letters, so that every system makes the same key of it. */
  readonly file: string;
  readonly bytes: number;
  /** Changes whenever the file does, but for what happens within one tick of the file system's clock. */
  readonly stamp: string;
  /** When it was changed last, in ms since 1970 by the file system's clock. */
  readonly changedAt: number;
}

export interface Folder {
  readonly files: readonly FolderFile[];
  /** What can't be read: links to folders, which could lead in circles, links to nothing, and pipes. */
  readonly unreadable: readonly string[];
}

/** All files below a folder but those whose name begins with a dot, in the sequence of their names. */
export async function readFolder(folder: string): Promise<Folder> {
  const files: FolderFile[] = [];
  const unreadable: string[] = [];
  const breathe = breather();
  // `below` ends with a slash, or is nothing.
  const read = async (directory: string, below: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const file = below + entry.name.normalize('NFC');
      const full = `${directory}${path.sep}${entry.name}`;
      if (entry.isDirectory()) {
        await read(full, `${file}/`);
        continue;
      }
      const stats = statsOf(full);
      if (stats?.isFile()) files.push({ path: full, file, bytes: stats.size, ...stampOf(stats) });
      // A file that is gone since the folder was read was an editor's, for a moment.
      else if (stats || entry.isSymbolicLink()) unreadable.push(file);
      await breathe();
    }
  };
  try {
    await read(path.resolve(folder), '');
  } catch (error) {
    throw new CommandError({
      code: 'FOLDER_UNREADABLE',
      message: `The documents in ${folder} can't be read: ${(error as Error).message}`,
      hint: 'knowledgeBase in agent.config.ts names the folder',
      cause: error,
    });
  }
  return { files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), unreadable };
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** The time of the last change of its attributes is in it: no tool can set that one back. */
const stampOf = ({ size, mtimeMs, ctimeMs, ino }: Stats) => ({
  stamp: `${size} ${mtimeMs} ${ctimeMs} ${ino}`,
  changedAt: Math.max(mtimeMs, ctimeMs),
});
