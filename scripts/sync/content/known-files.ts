import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Digest } from './prepared-object';
import type { FolderFile } from './read-folder';

/** The digests of a document and, if it has one, of its metadata. */
export type Digests = readonly [document: Digest, metadata?: Digest];
type Row = readonly [bytes: number, sha256: string, md5: string];
type Entry = readonly [stamps: string, content: Row, metadata?: Row];

/**
 * In ms. A file that changed so shortly before it was read may change again and keep its times, as coarse as
 * file systems have them (FAT: 2 s): it is read again next time, as git does with what it calls racily clean.
 */
const racy = 2_500;

/**
 * What documents without a finding became, by the times, size and number that their files had when they were
 * read: what is still so need not be read again. Only ever a shortcut; without its file, or after a change of the
 * rules, everything is read.
 */
export class KnownFiles {
  private readonly now = new Map<string, Entry>();
  private changed = false;

  private constructor(
    private readonly file: string | undefined,
    private readonly before: ReadonlyMap<string, Entry>,
  ) {}

  static open(file: string | undefined): KnownFiles {
    return new KnownFiles(file, file === undefined ? new Map() : load(file));
  }

  find(document: FolderFile, sidecar: FolderFile | undefined): Digests | undefined {
    const entry = this.before.get(document.file);
    if (!entry || entry[0] !== stampsOf(document, sidecar)) return undefined;
    this.now.set(document.file, entry);
    const [, content, metadata] = entry;
    return metadata ? [digestIn(content), digestIn(metadata)] : [digestIn(content)];
  }

  /** @param since When reading began, in ms since 1970. */
  keep(document: FolderFile, sidecar: FolderFile | undefined, digests: Digests, since: number): void {
    this.changed = true;
    if (Math.max(document.changedAt, sidecar?.changedAt ?? 0) > since - racy) return;
    const [content, metadata] = digests;
    const stamps = stampsOf(document, sidecar);
    const row = rowOf(content);
    this.now.set(document.file, metadata ? [stamps, row, rowOf(metadata)] : [stamps, row]);
  }

  /** Writes down what was found and kept since `open`, and no more. */
  async save(): Promise<void> {
    if (this.file === undefined || (!this.changed && this.now.size === this.before.size)) return;
    const written = `${this.file}.${process.pid}`;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      await writeFile(written, JSON.stringify({ rules: rules(), files: Object.fromEntries(this.now) }));
      await rename(written, this.file);
    } catch {
      // The next sync reads all files again. On a full disk nothing half written may stay.
      await rm(written, { force: true }).catch(() => {});
    }
  }
}

// By index: there are tens of thousands, and to take one apart as an iterable takes longer than to find it.
const digestIn = (row: Row): Digest => ({ bytes: row[0], sha256: row[1], md5: row[2] });
const rowOf = ({ bytes, sha256, md5 }: Digest): Row => [bytes, sha256, md5];

const stampsOf = (document: FolderFile, sidecar: FolderFile | undefined) =>
  sidecar ? `${document.stamp} ${sidecar.stamp}` : document.stamp;

function load(file: string): ReadonlyMap<string, Entry> {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as { rules: string; files: Record<string, Entry> };
    return new Map(found.rules === rules() ? Object.entries(found.files) : []);
  } catch {
    return new Map();
  }
}

/** Stands for all that decides what becomes of a file: this folder's code and the versions of its packages. */
function rules(): string {
  const hash = createHash('sha256').update(process.version);
  for (const name of readdirSync(__dirname).sort()) hash.update(readFileSync(path.join(__dirname, name)));
  return hash.update(readFileSync(path.join(__dirname, '../../../package.json'))).digest('base64');
}
