import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Entries } from '../index/entries';
import type { SearchIndex } from '../index/search-index';
import type { Attributes } from '../metadata/attributes';
import { readRecords } from './read-records';
import { encode, noEntries } from './record';
import { TermNumbers } from './term-numbers';

/** A document's entries. Their terms have the numbers of the index that they are from or for. */
export interface KeptDocument {
  readonly contentId: string;
  /** What single entries have besides their document's attributes, by their place in the document. */
  readonly details: readonly (readonly [place: number, attributes: Attributes])[];
  readonly entries: Entries;
}

type About =
  | { readonly format: number; readonly embedding: string }
  /** `terms`: those that no record before had. */
  | (Omit<KeptDocument, 'entries'> & { readonly terms: readonly string[] });

/** Of what stands in the file: one with another number is begun anew. */
const format = 1;

export interface IndexFileProps {
  readonly file: string;
  /** How texts become entries: a file that was written otherwise is begun anew. */
  readonly embedding: string;
  readonly index: SearchIndex;
}

/**
 * The entries of an index on disk, so that a restart neither cuts texts into words nor embeds them. Documents are
 * added at the end and never changed: which of them count is for the documents' own store to say. Each record has a
 * checksum, since a process may end while it writes one: what follows the last whole one is cut off.
 */
export class IndexFile {
  /** Entries in the file, also of documents that do not count any more. */
  held = 0;
  private end = 0;

  private constructor(
    private readonly props: IndexFileProps,
    private readonly handle: FileHandle,
    private readonly numbers = new TermNumbers(props.index),
  ) {}

  /** Reads what there is and gives it to `take`. Resolves to what was wrong with it, too, where something was. */
  static async open(
    props: IndexFileProps,
    take: (document: KeptDocument) => void,
  ): Promise<{ readonly kept: IndexFile; readonly problem?: string }> {
    await mkdir(path.dirname(props.file), { recursive: true });
    // Not for appending: that would write at the end although something half written stands there.
    const handle = await open(props.file, 'r+').catch(() => open(props.file, 'w+'));
    const kept = new IndexFile(props, handle);
    const problem = await kept.read(take);
    return { kept, ...(problem !== undefined && { problem }) };
  }

  /** Another one in the place of this one, which is closed. Rejects when it cannot be written. */
  async replacedBy(index: SearchIndex, documents: Iterable<KeptDocument>): Promise<IndexFile> {
    const { file } = this.props;
    const unfinished = `${file}.new`;
    const handle = await open(unfinished, 'w+');
    try {
      const next = new IndexFile({ ...this.props, index }, handle);
      await next.begin();
      for (const document of documents) await next.append(document);
      await handle.sync();
      await this.close();
      await rename(unfinished, file);
      return next;
    } catch (error) {
      await handle.close();
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Rejects when it cannot be written: then the file is as it was before. */
  async append({ entries, ...about }: KeptDocument): Promise<void> {
    const { places, names } = this.numbers.write(entries.terms);
    await this.write({ ...about, terms: names }, { ...entries, terms: places });
    this.numbers.add(names);
    this.held += entries.lengths.length;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async read(take: (document: KeptDocument) => void): Promise<string | undefined> {
    let problem: string | undefined;
    try {
      for await (const { record, end } of readRecords<About>(this.handle)) {
        const { about, entries } = record;
        if ('format' in about) {
          if (about.format === format && about.embedding === this.props.embedding) this.end = end;
          else problem = 'it was made by another version';
        } else if (this.end > 0) {
          const { terms: names, ...document } = about;
          this.numbers.add(names);
          take({ ...document, entries: { ...entries, terms: this.numbers.read(entries.terms) } });
          this.held += entries.lengths.length;
          this.end = end;
        }
        if (this.end === 0) break;
      }
    } catch (error) {
      problem = (error as Error).message;
    }
    await this.handle.truncate(this.end);
    if (this.end === 0) await this.begin();
    return problem;
  }

  private begin(): Promise<void> {
    return this.write({ format, embedding: this.props.embedding }, noEntries);
  }

  private async write(about: About, entries: Entries): Promise<void> {
    const bytes = encode({ about, entries });
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.end + at);
        at += bytesWritten;
      }
      this.end += bytes.length;
    } catch (error) {
      await this.handle.truncate(this.end).catch(() => {});
      throw error;
    }
  }
}
