import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Digest } from './prepared-object';
import type { FolderFile } from './read-folder';

/** The digests of a document and, if it has one, of its metadata. */
export type Digests = readonly [document: Digest, metadata?: Digest];
type Entry = readonly [stamps: string, ...(readonly [bytes: number, sha256: string, md5: string])[]];

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
    const [, ...digests] = entry;
    return digests.map(([bytes, sha256, md5]) => ({ bytes, sha256, md5 })) as unknown as Digests;
  }

  /** @param since When reading began, in ms since 1970. */
  keep(document: FolderFile, sidecar: FolderFile | undefined, digests: Digests, since: number): void {
    this.changed = true;
    if (Math.max(document.changedAt, sidecar?.changedAt ?? 0) > since - racy) return;
    const rows = digests.flatMap((one) => (one ? [[one.bytes, one.sha256, one.md5] as const] : []));
    this.now.set(document.file, [stampsOf(document, sidecar), ...rows]);
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
