import { sentencesOf } from '../../knowledge-base/chunking/sentences';

/** Something that a passage says: a sentence or a list's item as it stands there, or a table's row in words. */
export interface Statement {
  readonly text: string;
  /** The sentence that a list's item completes. */
  readonly lead?: string;
  /** Headings above it, and the names of a table's columns. */
  readonly context: string;
  /** The same for the rows of one table. */
  readonly table?: number;
}

const heading = /^#{1,6}\s+/;
const item = /^(?:[-*+•]|\d{1,2}[.)])\s+/;
const row = /^\|/;
const ruler = /^\|?[\s:|-]+$/;
/** Words; a line without a full stop and shorter than this is a title (PDF and Word have no marks for them). */
const longestTitle = 9;
/** Characters: a longer one is a page that was not divided, such as a table of a PDF. */
const longestStatement = 400;

/**
 * What a passage says, in its sequence. A sentence that was cut off at either end of the passage is left out.
 * `before` is what the document says before it, as far as that is known: headings and names of columns hold on.
 */
export function statementsOf(passage: string, before = ''): Statement[] {
  const reader = new Reader();
  readInto(reader, before);
  const known = reader.statements.length;
  readInto(reader, passage);
  return reader.statements.slice(known);
}

function readInto(reader: Reader, text: string): void {
  const spans = sentencesOf(text);
  for (const [at, { start, end }] of spans.entries()) {
    const followed = spans[at + 1];
    const next = followed ? text.slice(followed.start, followed.end) : '';
    const lineBefore = text.slice(0, start).split('\n').at(-1) ?? '';
    reader.read(text.slice(start, end), { first: at === 0, next, startsLine: lineBefore.trim() === '' });
  }
}

/** Characters that two passages must share to be taken for neighbours in their document. */
const leastOverlap = 20;

/** What stands before a passage, from a neighbour that it overlaps with; empty if there is none. */
export function textBefore(passage: string, others: readonly string[]): string {
  const opening = passage.slice(0, leastOverlap);
  for (const other of others) {
    const at = other.lastIndexOf(opening);
    if (opening.length === leastOverlap && at > 0 && passage.startsWith(other.slice(at)))
      return other.slice(0, at);
  }
  return '';
}

class Reader {
  readonly statements: Statement[] = [];
  private title = '';
  private lead: string | undefined;
  private columns: readonly string[] | undefined;
  private table = 0;
  private inTable = false;

  read(text: string, place: { first: boolean; next: string; startsLine: boolean }): void {
    const flat = text.replace(/\s+/g, ' ');
    if (row.test(flat) || ruler.test(flat)) {
      this.readRow(flat, place);
      return;
    }
    this.inTable = false;
    if (heading.test(flat)) {
      this.title = flat.replace(heading, '');
      this.lead = undefined;
      return;
    }
    if (item.test(flat)) {
      this.add(flat.replace(item, ''), this.lead);
      return;
    }
    // Cut off: the passage before has all of it.
    if (place.first && /^\p{Ll}/u.test(flat)) return;
    if (!/[.!?:…)"”|]$/.test(flat) && !flat.includes(',') && flat.split(' ').length < longestTitle) {
      if (place.startsLine) this.title = flat;
      return;
    }
    if (flat.endsWith(':')) {
      this.lead = flat;
      return;
    }
    if (place.startsLine) this.lead = undefined;
    this.add(flat);
  }

  private readRow(flat: string, { first, next }: { first: boolean; next: string }): void {
    if (ruler.test(flat)) return;
    const cells = cellsOf(flat);
    if (!this.inTable) {
      this.inTable = true;
      this.table += 1;
      // A table that the passage begins in the middle of has no names for its columns.
      const named = ruler.test(next) || (!first && row.test(next));
      this.columns = named ? cells : undefined;
      if (named) return;
    }
    const context = [this.title, ...(this.columns ?? [])].join(' ');
    this.statements.push({ text: rowText(cells, this.columns), context, table: this.table });
  }

  private add(text: string, lead?: string): void {
    if (text.length > 1 && text.length <= longestStatement)
      this.statements.push({ text, context: this.title, ...(lead && { lead }) });
  }
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split('|')
    .map((cell) => cell.trim());

/** `Austria: carrier DPD or GLS; standard delivery €5.95` from a row and the names of its columns. */
function rowText(
  [subject = '', ...cells]: readonly string[],
  columns: readonly string[] | undefined,
): string {
  const named = cells.flatMap((cell, at) => {
    const name = columns?.[at + 1];
    if (cell === '') return [];
    return [name ? `${name}: ${cell}` : cell];
  });
  return named.length > 0 ? `${subject} – ${named.join('; ')}` : subject;
}
