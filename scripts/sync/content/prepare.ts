import { breather } from '../breather';
import { concurrently } from '../concurrently';
import { documentTypes, endingOf } from './document-types';
import { examine, smallFile } from './examine';
import { type Finding, refused } from './finding';
import { KnownFiles } from './known-files';
import { digestOf, type PreparedObject, preparedObject, type Source } from './prepared-object';
import type { Folder, FolderFile } from './read-folder';
import { sidecarSuffix } from './sidecar';
import { sidecarNameProblem } from './sidecar-name';

export interface Preparation {
  readonly objects: readonly PreparedObject[];
  readonly findings: readonly Finding[];
  /** Keys of refused documents and of their sidecars: what the bucket has of them stays as it is. */
  readonly held: ReadonlySet<string>;
}

const readers = 16;
/** Bytes of small files that are kept until they are uploaded; others are read a second time. */
const mostKept = 64 * 1024 * 1024;

/**
 * Examines the documents below `folder`; each becomes an object below `prefix`, and so does its metadata. What
 * the file `known` says of them from an earlier time is not read again.
 */
export async function prepare(
  { files, unreadable }: Folder,
  prefix: string,
  known?: string,
  now: () => number = Date.now,
): Promise<Preparation> {
  const objects: PreparedObject[] = [];
  const findings = unreadable.map((file) => refused(file, 'it is a link to a folder or to nothing'));
  const held = new Set<string>();
  const isSidecar = ({ file }: FolderFile) => file.endsWith(sidecarSuffix);
  const sidecars = new Map(files.filter(isSidecar).map((one) => [one.file, one]));
  const documents = files.filter((one) => !isSidecar(one));
  const names = documents.map(({ file }) => file);
  const distinct = new Set(names);
  for (const file of sidecars.keys()) {
    const problem = sidecarNameProblem(file, distinct);
    if (problem) findings.push(refused(file, problem));
  }
  const knownFiles = KnownFiles.open(known);
  const breathe = breather();
  let kept = 0;
  const sourceOf = (content: Buffer, again: () => Promise<Buffer | undefined>): Source => {
    if (content.length > smallFile || kept + content.length > mostKept) return again;
    kept += content.length;
    return content;
  };
  await concurrently(readers, documents, async (document) => {
    await breathe();
    const sidecar = sidecars.get(document.file + sidecarSuffix);
    const digests = knownFiles.find(document, sidecar);
    const of = describe(document, sidecar, prefix);
    const again = () => examine(document, sidecar, of.content.key);
    const readContent = async () => (await again()).content;
    const readMetadata = async () => (await again()).metadata;
    if (digests) {
      const [content, metadata] = digests;
      objects.push(preparedObject(of.content, content, readContent));
      if (metadata) objects.push(preparedObject(of.metadata, metadata, readMetadata));
      return;
    }
    const since = now();
    const made = await again();
    findings.push(...made.findings);
    if (!made.content || made.findings.some(({ level }) => level === 'refused')) {
      held.add(of.content.key).add(of.metadata.key);
      return;
    }
    const content = digestOf(made.content);
    objects.push(preparedObject(of.content, content, sourceOf(made.content, readContent)));
    const metadata = made.metadata && digestOf(made.metadata);
    if (made.metadata && metadata) {
      objects.push(preparedObject(of.metadata, metadata, sourceOf(made.metadata, readMetadata)));
    }
    // What is warned of shall be warned of again.
    if (made.findings.length === 0) {
      knownFiles.keep(document, sidecar, metadata ? [content, metadata] : [content], since);
    }
  });
  await knownFiles.save();
  const seen = new Set<string>();
  for (const file of names) {
    if (seen.has(file))
      findings.push(refused(file, 'two names differ in how their letters are composed alone'));
    seen.add(file);
  }
  return { objects: objects.sort(byKey), findings: findings.sort(byFile), held };
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
const byFile = (a: Finding, b: Finding) => (a.file < b.file ? -1 : 1);

function describe({ file }: FolderFile, sidecar: FolderFile | undefined, prefix: string) {
  const key = prefix + file;
  const { contentType = '' } = documentTypes[endingOf(file)] ?? {};
  return {
    content: { key, file, contentType },
    metadata: { key: key + sidecarSuffix, file: sidecar?.file ?? file, contentType: 'application/json' },
  };
}
