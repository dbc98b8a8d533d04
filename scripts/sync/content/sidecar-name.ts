import * as path from 'node:path';
import { distance } from 'fastest-levenshtein';
import { sidecarSuffix } from './sidecar';

/** Two names so close are one that was mistyped. */
const closest = 3;

/** Why a sidecar belongs to no document, with the document that was probably meant. */
export function sidecarNameProblem(file: string, documents: ReadonlySet<string>): string | undefined {
  const document = file.slice(0, -sidecarSuffix.length);
  if (documents.has(document)) return undefined;
  const folder = path.posix.dirname(file);
  const beside = [...documents].filter((other) => path.posix.dirname(other) === folder);
  const withoutEnding = (other: string) => other.slice(0, -path.posix.extname(other).length);
  const meant =
    beside.find((other) => withoutEnding(other) === document) ??
    beside.find((other) => other.toLowerCase() === document.toLowerCase()) ??
    beside
      .map((other) => ({ other, far: distance(other, document) }))
      .filter(({ far }) => far <= closest)
      .sort((a, b) => a.far - b.far)[0]?.other;
  const mend = meant
    ? `: for ${meant} its name is ${path.posix.basename(meant)}${sidecarSuffix}`
    : ': remove it, or add the document';
  return `there is no document ${document}${mend}`;
}
