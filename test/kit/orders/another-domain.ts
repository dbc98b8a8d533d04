import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const guide = path.join(__dirname, '..', '..', '..', 'docs', 'another-domain.md');

function commands(): string {
  const [, text] = /```sh\n(git rm [\s\S]*?)```/.exec(readFileSync(guide, 'utf8')) ?? [];
  if (!text) throw new Error('docs/another-domain.md has no command that deletes');
  return text;
}

/** What docs/another-domain.md deletes: files and folders, relative to the project. */
export function deletedPlaces(): string[] {
  const [command = ''] = commands().replaceAll('\\\n', ' ').split('\n');
  return command.split(/\s+/).filter((word) => word !== '' && !/^(git|rm|-.*)$/.test(word));
}

/** The npm scripts that it deletes. */
export const deletedScripts = (): string[] =>
  [...commands().matchAll(/\bscripts\.([\w:-]+)/g)].map(([, name = '']) => name);
