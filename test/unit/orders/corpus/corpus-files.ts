import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { extractRawText } from 'mammoth';
import { parse } from 'yaml';

const root = path.join(__dirname, '..', '..', '..', '..');
const corpus = path.join(root, 'docs-corpus');
const run = promisify(execFile);

export const sidecarSuffix = '.metadata.json';

export interface CorpusFile {
  /** Relative to docs-corpus/, with slashes. */
  readonly file: string;
  readonly bytes: number;
  readonly extension: string;
}

/** Everything in docs-corpus/, sidecars included, in alphabetical order. */
export function corpusFiles(): CorpusFile[] {
  return readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((full) => ({
      file: path.relative(corpus, full).split(path.sep).join('/'),
      bytes: statSync(full).size,
      extension: path.extname(full),
    }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

const frontMatterOf = /^---\n([\s\S]*?)\n---\n/;
const read = (file: string) => readFileSync(path.join(corpus, file), 'utf8');

/** The front matter's values, or undefined if the file has none. */
export function readFrontMatter(file: string): unknown {
  const [, yaml] = frontMatterOf.exec(read(file)) ?? [];
  return yaml === undefined ? undefined : parse(yaml);
}

export function readSidecar(file: string): unknown {
  return JSON.parse(read(file + sidecarSuffix));
}

// unpdf loads its engine by a dynamic import, which Jest's module registry cannot run without a flag.
const readPdf = `
import { readFileSync } from 'node:fs';
import { extractText } from 'unpdf';
const { text } = await extractText(new Uint8Array(readFileSync(process.argv[1])), { mergePages: true });
process.stdout.write(text);`;

/** The text that a reader of the document sees: no front matter and no markup but Markdown's. */
export async function readText(file: string): Promise<string> {
  const full = path.join(corpus, file);
  switch (path.extname(file)) {
    case '.docx':
      return (await extractRawText({ path: full })).value;
    case '.pdf': {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', readPdf, full], {
        cwd: root,
      });
      return stdout;
    }
    case '.html':
      return read(file).replace(/<[^>]*>/g, ' ');
    default:
      return read(file).replace(frontMatterOf, '');
  }
}
