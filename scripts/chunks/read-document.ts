import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { readSidecar } from '../../emulator/knowledge-base/metadata/sidecar';
import { endingOfKey, parse } from '../../emulator/knowledge-base/parsing/parse';
import { DocumentError } from '../../emulator/knowledge-base/parsing/parsed-document';
import { CommandError } from '../cli/errors';
import { uploadedPart } from '../sync/content/examine';
import { contentProblem, nameProblem } from '../sync/content/lint-document';
import { sidecarSuffix } from '../sync/content/sidecar';

/** The texts that are cut into chunks, as the laptop's knowledge base would get them from a sync. Throws CommandError. */
export async function readDocument(file: string): Promise<readonly string[]> {
  const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const known: Readonly<Record<string, string>> = {
      ENOENT: `There is no file ${file}`,
      EISDIR: `${file} is a folder`,
    };
    const what = known[cause.code ?? ''] ?? `${file} can't be read: ${cause.message}`;
    throw new CommandError({
      code: 'FILE_NOT_FOUND',
      message: what,
      hint: 'Give the path of a document',
      cause,
    });
  });
  const name = path.basename(file);
  const problem = nameProblem(name, name, content.length) ?? contentProblem(name, content);
  const uploaded = uploadedPart(name, content);
  const refusal = problem ?? (uploaded.problem && `its front matter is no YAML: ${uploaded.problem}`);
  if (refusal) throw refused(file, refusal);
  try {
    const sections = await parse(uploaded.content, endingOfKey(name), { records: await recordsOf(file) });
    return sections.map(({ text }) => text);
  } catch (error) {
    throw error instanceof DocumentError ? refused(file, error.reason.replace(/^as /, ''), error) : error;
  }
}

/** How the columns of a CSV file are used, if the sidecar beside it says so. */
async function recordsOf(file: string) {
  const sidecar = await readFile(file + sidecarSuffix).catch(() => undefined);
  if (!sidecar) return undefined;
  try {
    return readSidecar(sidecar).records;
  } catch (error) {
    throw refused(file + sidecarSuffix, (error as Error).message, error);
  }
}

const refused = (file: string, reason: string, cause?: unknown): CommandError =>
  new CommandError({
    code: 'DOCUMENT_REFUSED',
    message: `${file} would not be ingested: ${reason}`,
    hint: 'npm run -s sync -- --dry-run examines all documents',
    cause,
  });
