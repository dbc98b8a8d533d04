import { breather } from '../breather';
import { concurrently } from '../concurrently';
import { examine, smallFile } from './examine';
import { type Finding, refused } from './finding';
import { type Digests, KnownFiles } from './known-files';
import { type Digest, digestOf, type Origin, OriginObject, type PreparedObject } from './prepared-object';
import type { Folder, FolderFile } from './read-folder';
import { sidecarSuffix } from './sidecar';
import { sidecarNameProblem } from './sidecar-name';

export interface Preparation {
  readonly objects: readonly PreparedObject[];
  readonly findings: readonly Finding[];
  /** Keys of what was refused and of its sidecars: what the bucket has of them, or below them, stays as it is. */
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
  const findings: Finding[] = [];
  const held = new Set<string>();
  const refuse = (file: string, ...found: readonly Finding[]) => {
    findings.push(...found);
    held.add(prefix + file).add(prefix + file + sidecarSuffix);
  };
  for (const file of unreadable) {
    refuse(file, refused(file, 'it is a link to a folder or to nothing, or no file at all'));
  }
  const isSidecar = ({ file }: FolderFile) => file.endsWith(sidecarSuffix);
  const sidecars = new Map(files.filter(isSidecar).map((one) => [one.file, one]));
  const named = files.filter((one) => !isSidecar(one));
  const names = new Set(named.map(({ file }) => file));
  const alike = new Set(named.flatMap(({ file }, at) => (file === named[at - 1]?.file ? [file] : [])));
  for (const file of alike) {
    refuse(file, refused(file, 'two names differ in how their letters are composed alone'));
  }
  const documents = named.filter(({ file }) => !alike.has(file));
  for (const file of sidecars.keys()) {
    const problem = sidecarNameProblem(file, names);
    if (problem) findings.push(refused(file, problem));
  }
  const knownFiles = KnownFiles.open(known);
  const breathe = breather();
  let room = mostKept;
  const add = (origin: Origin, part: 'content' | 'metadata', content: Buffer): Digest => {
    const digest = digestOf(content);
    const isKept = content.length <= Math.min(smallFile, room);
    if (isKept) room -= content.length;
    objects.push(new OriginObject(origin, part, digest, isKept ? content : undefined));
    return digest;
  };
  await concurrently(readers, documents, async (document) => {
    await breathe();
    const sidecar = sidecars.get(document.file + sidecarSuffix);
    const key = prefix + document.file;
    const origin = { document, sidecar, key };
    const [known, knownMetadata] = knownFiles.find(document, sidecar) ?? [];
    if (known) {
      objects.push(new OriginObject(origin, 'content', known));
      if (knownMetadata) objects.push(new OriginObject(origin, 'metadata', knownMetadata));
      return;
    }
    const since = now();
    const { content, metadata, ...made } = await examine(document, sidecar, key);
    if (!content || made.findings.some(({ level }) => level === 'refused')) {
      refuse(document.file, ...made.findings);
      return;
    }
    findings.push(...made.findings);
    const digest = add(origin, 'content', content);
    const digests: Digests = metadata ? [digest, add(origin, 'metadata', metadata)] : [digest];
    // What is warned of shall be warned of again.
    if (made.findings.length === 0) knownFiles.keep(document, sidecar, digests, since);
  });
  await knownFiles.save();
  return { objects: objects.sort(byKey), findings: findings.sort(byFile), held };
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
const byFile = (a: Finding, b: Finding) => (a.file < b.file ? -1 : 1);
