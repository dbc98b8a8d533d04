import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CommandError } from '../../cli/errors';
import { concurrently } from '../concurrently';
import { documentTypes, endingOf } from './document-types';
import { type Finding, refused, warning } from './finding';
import { readFrontMatter } from './front-matter';
import { contentProblem, contentWarning, nameProblem } from './lint-document';
import { lintSidecar } from './lint-sidecar';
import type { Folder, FolderFile } from './read-folder';
import {
  documentedMetadata,
  largestSidecar,
  metadataSize,
  sidecarSuffix,
  sidecarText,
  toSidecar,
} from './sidecar';
import { sidecarNameProblem } from './sidecar-name';

/** An object as it shall be in the bucket. */
export interface PreparedObject {
  readonly key: string;
  /** Where it comes from, for people: relative to the folder. */
  readonly file: string;
  readonly bytes: number;
  /** Base64, as S3 has it. */
  readonly sha256: string;
  /** Hexadecimal: what the ETag is unless the bucket encrypts with KMS. */
  readonly md5: string;
  readonly contentType: string;
  /** Reads it again. Throws CommandError when the file is not any more what was planned. */
  read(): Promise<Buffer>;
}

export interface Preparation {
  readonly objects: readonly PreparedObject[];
  readonly findings: readonly Finding[];
  /** Keys of refused documents and of their sidecars: what the bucket has of them stays as it is. */
  readonly held: ReadonlySet<string>;
}

const readers = 16;

/** Reads and examines the documents below `folder`; each becomes an object below `prefix`, and so does its metadata. */
export async function prepare({ files, unreadable }: Folder, prefix: string): Promise<Preparation> {
  const objects: PreparedObject[] = [];
  const findings = unreadable.map((file) => refused(file, 'it is a link to a folder or to nothing'));
  const held = new Set<string>();
  const isSidecar = ({ file }: FolderFile) => file.endsWith(sidecarSuffix);
  const sidecars = new Map(files.filter(isSidecar).map((one) => [one.file, one]));
  const documents = files.filter((one) => !isSidecar(one));
  const names = documents.map(({ file }) => file);
  for (const { file } of sidecars.values()) {
    const problem = sidecarNameProblem(file, names);
    if (problem) findings.push(refused(file, problem));
  }
  await concurrently(readers, documents, async (document) => {
    const sidecar = sidecars.get(document.file + sidecarSuffix);
    const made = await prepareDocument(document, sidecar, prefix);
    findings.push(...made.findings);
    if (made.findings.some(({ level }) => level === 'refused')) {
      held.add(prefix + document.file).add(prefix + document.file + sidecarSuffix);
    } else objects.push(...made.objects);
  });
  const seen = new Set<string>();
  for (const { file } of documents) {
    if (seen.has(file))
      findings.push(refused(file, 'two names differ in how their letters are composed alone'));
    seen.add(file);
  }
  return { objects: objects.sort(byKey), findings: findings.sort(byFile), held };
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
const byFile = (a: Finding, b: Finding) => (a.file < b.file ? -1 : 1);

async function prepareDocument(document: FolderFile, sidecar: FolderFile | undefined, prefix: string) {
  const { file, bytes } = document;
  const key = prefix + file;
  const findings: Finding[] = [];
  const objects: PreparedObject[] = [];
  const problem = nameProblem(file, key + sidecarSuffix, bytes);
  if (problem) return { findings: [refused(file, problem)], objects };
  const content = await readFile(document.path);
  const unreadable = contentProblem(file, content);
  if (unreadable) return { findings: [refused(file, unreadable)], objects };
  const doubtful = contentWarning(file, content);
  if (doubtful) findings.push(warning(file, doubtful));

  const { contentType = '' } = documentTypes[endingOf(file)] ?? {};
  const uploaded = uploadedPart(file, content);
  if (uploaded.content.length === 0) findings.push(refused(file, 'it holds front matter and no text'));
  objects.push(objectOf({ key, file, contentType }, uploaded.content, () => readAgain(document)));
  if (uploaded.problem) findings.push(refused(file, `its front matter is no YAML: ${uploaded.problem}`));
  let attributes = uploaded.attributes ?? {};
  if (sidecar && uploaded.attributes) {
    findings.push(refused(file, `it has front matter and also ${sidecar.file}: keep one of them`));
  } else if (sidecar) {
    const text = sidecar.bytes > 2 * largestSidecar ? undefined : await readFile(sidecar.path);
    const linted = text && lintSidecar(text.toString('utf8'));
    const problems = linted?.problems ?? [`it has ${sidecar.bytes} bytes: Bedrock takes ${largestSidecar}`];
    findings.push(...problems.map((reason) => refused(sidecar.file, reason)));
    attributes = linted?.attributes ?? {};
    if (text) objects.push(metadataObject(key, sidecar.file, text, () => readFile(sidecar.path)));
  } else if (uploaded.attributes && Object.keys(uploaded.attributes).length > 0) {
    const made = toSidecar(uploaded.attributes);
    if ('metadataAttributes' in made) {
      const text = Buffer.from(sidecarText(made));
      objects.push(metadataObject(key, file, text, async () => text));
    } else findings.push(...made.map((reason) => refused(file, `front matter: ${reason}`)));
  }
  const size = metadataSize(attributes);
  if (size > documentedMetadata && !findings.some(({ level }) => level === 'refused')) {
    const limit = `AWS documents ${documentedMetadata} with S3 Vectors in a knowledge base`;
    findings.push(warning(file, `its metadata has ${size} bytes, and ${limit}`));
  }
  return { findings, objects };
}

/** What of a document is uploaded: all of it, but Markdown without its front matter, which becomes the sidecar. */
export function uploadedPart(file: string, content: Buffer) {
  if (endingOf(file) !== '.md') return { content };
  const { body, attributes, problem } = readFrontMatter(content.toString('utf8'));
  return { content: attributes ? Buffer.from(body) : content, attributes, problem };
}

const readAgain = async ({ file, path }: FolderFile) => uploadedPart(file, await readFile(path)).content;

const metadataObject = (documentKey: string, file: string, text: Buffer, read: () => Promise<Buffer>) =>
  objectOf({ key: documentKey + sidecarSuffix, file, contentType: 'application/json' }, text, read);

function objectOf(
  described: Pick<PreparedObject, 'key' | 'file' | 'contentType'>,
  content: Buffer,
  read: () => Promise<Buffer>,
): PreparedObject {
  const sha256 = sha256Of(content);
  return {
    ...described,
    bytes: content.length,
    sha256,
    md5: createHash('md5').update(content).digest('hex'),
    async read() {
      const again = await read();
      if (sha256Of(again) === sha256) return again;
      throw new CommandError({
        code: 'FILE_CHANGED',
        message: `${described.file} was changed while it was being synchronized`,
        hint: 'Run it again: what was uploaded is not uploaded twice',
      });
    },
  };
}

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('base64');
