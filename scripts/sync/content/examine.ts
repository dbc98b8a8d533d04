import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { endingOf } from './document-types';
import { type Finding, refused, warning } from './finding';
import { readFrontMatter } from './front-matter';
import { contentProblem, contentWarning, nameProblem } from './lint-document';
import { lintSidecar } from './lint-sidecar';
import type { FolderFile } from './read-folder';
import {
  documentedMetadata,
  largestSidecar,
  metadataSize,
  sidecarSuffix,
  sidecarText,
  toSidecar,
} from './sidecar';

/** Bytes of a file that is read at once, since handing it to another thread takes longer. */
export const smallFile = 64 * 1024;

export interface Examined {
  readonly findings: readonly Finding[];
  /** What is uploaded of it; nothing if it could not be read. */
  readonly content?: Buffer;
  /** Its sidecar's text, or one made of its front matter. */
  readonly metadata?: Buffer;
}

/** What a document becomes below `key`, and what speaks against it. */
export async function examine(
  document: FolderFile,
  sidecar: FolderFile | undefined,
  key: string,
): Promise<Examined> {
  const { file, bytes } = document;
  const problem = nameProblem(file, key + sidecarSuffix, bytes);
  if (problem) return { findings: [refused(file, problem)] };
  const content = await read(document);
  if (typeof content === 'string') return { findings: [refused(file, content)] };
  const unreadable = contentProblem(file, content);
  if (unreadable) return { findings: [refused(file, unreadable)] };
  const findings: Finding[] = [];
  const doubtful = contentWarning(file, content);
  if (doubtful) findings.push(warning(file, doubtful));

  const uploaded = uploadedPart(file, content);
  if (uploaded.content.length === 0) findings.push(refused(file, 'it holds front matter and no text'));
  if (uploaded.problem) findings.push(refused(file, `its front matter is no YAML: ${uploaded.problem}`));
  if (sidecar && uploaded.attributes) {
    findings.push(refused(file, `it has front matter and also ${sidecar.file}: keep one of them`));
  }
  const { metadata, attributes, ...found } = sidecar
    ? await metadataBeside(sidecar)
    : metadataIn(file, uploaded.attributes ?? {});
  findings.push(...found.findings);
  const size = metadataSize(attributes);
  if (size > documentedMetadata && !findings.some(({ level }) => level === 'refused')) {
    const limit = `AWS documents ${documentedMetadata} with S3 Vectors in a knowledge base`;
    findings.push(warning(file, `its metadata has ${size} bytes, and ${limit}`));
  }
  return { findings, content: uploaded.content, ...(metadata && { metadata }) };
}

interface Metadata {
  readonly findings: readonly Finding[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly metadata?: Buffer;
}

async function metadataBeside(sidecar: FolderFile): Promise<Metadata> {
  const { file, bytes } = sidecar;
  const tooLarge = `it has ${bytes} bytes: Bedrock takes ${largestSidecar}`;
  const metadata = bytes > 2 * largestSidecar ? tooLarge : await read(sidecar);
  if (typeof metadata === 'string') return { findings: [refused(file, metadata)], attributes: {} };
  const { problems, attributes } = lintSidecar(metadata.toString('utf8'));
  return { findings: problems.map((reason) => refused(file, reason)), attributes, metadata };
}

function metadataIn(file: string, attributes: Readonly<Record<string, unknown>>): Metadata {
  if (Object.keys(attributes).length === 0) return { findings: [], attributes };
  const made = toSidecar(attributes);
  if ('metadataAttributes' in made) {
    return { findings: [], attributes, metadata: Buffer.from(sidecarText(made)) };
  }
  return { findings: made.map((reason) => refused(file, `front matter: ${reason}`)), attributes };
}

/** A file's bytes, or why there are none. */
async function read({ path, bytes }: FolderFile): Promise<Buffer | string> {
  try {
    return bytes > smallFile ? await readFile(path) : readFileSync(path);
  } catch (error) {
    return `it can't be read: ${(error as Error).message}`;
  }
}

/** What of a document is uploaded: all of it, but Markdown without its front matter, which becomes the sidecar. */
export function uploadedPart(file: string, content: Buffer) {
  if (endingOf(file) !== '.md') return { content };
  const { body, attributes, problem } = readFrontMatter(content.toString('utf8'));
  return { content: attributes ? Buffer.from(body) : content, attributes, problem };
}
