import { readdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { CommandError } from '../../cli/errors';

export interface FolderFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder, with slashes and composed letters, so that every system makes the same key of it. */
  readonly file: string;
  readonly bytes: number;
}

export interface Folder {
  readonly files: readonly FolderFile[];
  /** What can't be followed: folders by a symbolic link, which could lead in circles, and broken links. */
  readonly unreadable: readonly string[];
}

/** All files below a folder but those whose name begins with a dot, in the sequence of their names. */
export async function readFolder(folder: string): Promise<Folder> {
  const files: FolderFile[] = [];
  const unreadable: string[] = [];
  const read = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const name = path.join(relative, entry.name);
      const file = name.split(path.sep).join('/').normalize('NFC');
      const full = path.join(folder, name);
      if (entry.isDirectory()) {
        await read(name);
        continue;
      }
      const stats = await stat(full).catch(() => undefined);
      if (stats?.isFile()) files.push({ path: full, file, bytes: stats.size });
      else unreadable.push(file);
    }
  };
  try {
    await read('');
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
