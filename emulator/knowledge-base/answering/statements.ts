import { sentencesOf } from '../chunking/sentences';

/** Something that a passage says: a sentence or a list's item as it stands there, or a table's row in words. */
export interface Statement {
  readonly text: string;
  /** The sentence that a list's item completes. */
  readonly lead?: string;
  /** The heading right above it. */
  readonly heading: string;
  /** The headings above that one, the document's own first, which may be the same. */
  readonly path: readonly string[];
  /** Of a table's row. */
  readonly row?: Row;
  /** Of a numbered list's item: which list of the passage. */
  readonly steps?: number;
  /** Nothing stands between it and its heading. */
  readonly opens: boolean;
}

/** "From the fourth on …", "This …": says nothing without the sentence before it. */
const dangling =
  /^(?:(?:it|its|they|their|he|she|both|neither|then|there|afterwards|otherwise|instead|however|therefore|accordingly)\b(?! (?:is|are) no\b)|(?:this|these|that|those) (?:is|are|was|were|has|have|can|may|must|will|do|does|takes?|holds?|means?|applies|apply|counts?|also|includes?)\b|(?:in|for|with|after|before|from|under) (?:(?:that|this|these|those|such|it|them)\b|the (?:first|second|third|fourth|fifth|last|latter|former|other)s? (?:on\b|one|you|we|it|they|the))|the (?:first|second|third|latter|former|others?),)/i;

/** As many sentences as are told for the one that refers to them. */
const mostBefore = 2;

export const refersBack = ({ text, row, steps, lead }: Statement): boolean =>
  row === undefined && steps === undefined && lead === undefined && dangling.test(text);

/** What a statement refers back to, in its sequence: the sentences right before it under its heading. */
export function referredTo(statement: Statement, at: number, all: readonly Statement[]): Statement[] {
  const before: Statement[] = [];
  for (let one = statement, i = at - 1; refersBack(one) && before.length < mostBefore; i--) {
    const other = all[i];
    if (!other || other.row || other.steps !== undefined || other.heading !== statement.heading) break;
    before.unshift(other);
    one = other;
  }
  return before;
}

export interface Row {
  /** The same for the rows of one table. */
  readonly table: number;
  readonly subject: string;
  /** The cells after the first, with the names of their columns where they are known. */
  readonly cells: readonly { readonly name: string; readonly text: string }[];
  /** The name of the first column. */
  readonly named: string;
}

const heading = /^(#{1,6})\s+/;
const item = /^(?:[-*+•]|\d{1,2}[.)])\s+/;
const numbered = /^\d{1,2}[.)]\s/;
/** A number that was taken for a sentence of its own. */
const mark = /^\d{1,2}[.)]$/;
const row = /^\|/;
/** `**Water filter.**` at the beginning of a paragraph or of a list's item: a heading for that alone. */
const runIn = /^\*\*([^*]+?)[.:]?(?:\*\*)?[.:]?$/;
const afterRunIn = /^\*\*\s+/;
const ruler = /^\|?[\s:|-]+$/;
/** Records of a CSV file, as sentences are divided. */
const record = /^(?:[^,\t]*,(?!\s)){3}/;
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
  readInto(reader, before, true);
  const known = reader.statements.length;
  readInto(reader, passage);
  return reader.statements.slice(known);
}

/** What of a text holds on after it: the headings above its end and, within a table, the names of its columns. */
export function outlineOf(text: string): string {
  const reader = new Reader();
  readInto(reader, text);
  return reader.outline;
}

function readInto(reader: Reader, text: string, isOutline = false): void {
  const spans = sentencesOf(text);
  for (const [at, { start, end }] of spans.entries()) {
    const followed = spans[at + 1];
    const next = followed ? text.slice(followed.start, followed.end) : '';
    const lineBefore = text.slice(0, start).split('\n').at(-1) ?? '';
    const startsLine = lineBefore.trim() === '';
    reader.read(text.slice(start, end), { first: at === 0, next, startsLine, isOutline });
  }
}

/** Characters that two passages must share to be taken for neighbours in their document. */
const leastOverlap = 20;

/** What of a passage stands before another that it overlaps with; undefined if it does not. */
export function partBefore(passage: string, other: string): string | undefined {
  const opening = passage.slice(0, leastOverlap);
  const at = opening.length === leastOverlap ? other.lastIndexOf(opening) : -1;
  return at > 0 && passage.startsWith(other.slice(at)) ? other.slice(0, at) : undefined;
}

interface Place {
  /** Of the text. */
  readonly first: boolean;
  /** What comes after it. */
  readonly next: string;
  readonly startsLine: boolean;
  /** The text is an outline: what looks like a record names columns. */
  readonly isOutline: boolean;
}

class Reader {
  readonly statements: Statement[] = [];
  private readonly headings: string[] = [];
  private heading = '';
  /** The heading without one that is for a paragraph alone. */
  private section = '';
  private lead: string | undefined;
  private columns: readonly string[] | undefined;
  private table = 0;
  private inTable: 'rows' | 'records' | undefined;
  private steps = 0;
  private inSteps = false;
  private begun = false;
  private opens = false;

  get outline(): string {
    const headings = this.headings.flatMap((text, at) => (text ? [`${'#'.repeat(at + 1)} ${text}`] : []));
    const own = this.headings.includes(this.section) || !this.section ? [] : [this.section];
    const { columns, inTable } = this;
    const names =
      columns === undefined || inTable === undefined
        ? []
        : inTable === 'records'
          ? [columns.join(',')]
          : [`| ${columns.join(' | ')} |`, `|${columns.map(() => '---|').join('')}`];
    return [...headings, ...own, ...names].join('\n\n').replace(/\|\n\n\|/g, '|\n|');
  }

  read(text: string, place: Place): void {
    const flat = text.replace(/\s+/g, ' ').replace(afterRunIn, '');
    if (row.test(flat) || ruler.test(flat)) {
      this.readRow(flat, place);
      return;
    }
    if (record.test(flat)) {
      this.readRecord(flat, place);
      return;
    }
    this.inTable = undefined;
    const level = heading.exec(flat)?.[1]?.length;
    if (level !== undefined) {
      this.headings.length = Math.min(this.headings.length, level - 1);
      this.headings[level - 1] = flat.replace(heading, '');
      this.begin(flat.replace(heading, ''));
      return;
    }
    if (place.startsLine) this.heading = this.section;
    const runsIn = runIn.exec(flat.replace(item, ''))?.[1];
    if (runsIn !== undefined && place.startsLine) {
      this.heading = runsIn;
      return;
    }
    if (mark.test(flat)) {
      this.begun = true;
      return;
    }
    if (item.test(flat) || this.begun) {
      const isStep = this.begun || numbered.test(flat);
      if (isStep && !this.inSteps) this.steps += 1;
      this.inSteps = isStep;
      this.begun = false;
      this.add(flat.replace(item, ''), this.lead, isStep);
      return;
    }
    // Cut off: the passage before has all of it.
    if (place.first && /^\p{Ll}/u.test(flat)) return;
    if (!/[.!?:…)"”|]$/.test(flat) && !flat.includes(',') && flat.split(' ').length < longestTitle) {
      if (place.startsLine) this.begin(flat);
      return;
    }
    if (flat.endsWith(':')) {
      this.lead = flat;
      this.inSteps = false;
      return;
    }
    if (place.startsLine) {
      this.lead = undefined;
      this.inSteps = false;
    }
    this.add(flat);
  }

  private begin(title: string): void {
    this.heading = title;
    this.section = title;
    this.lead = undefined;
    this.inSteps = false;
    this.opens = true;
  }

  private readRow(flat: string, { first, next }: Place): void {
    if (ruler.test(flat)) return;
    const cells = cellsOf(flat);
    if (this.inTable !== 'rows') {
      this.inTable = 'rows';
      this.table += 1;
      // A table that the passage begins in the middle of has no names for its columns.
      const named = ruler.test(next) || (!first && row.test(next));
      this.columns = named ? cells : undefined;
      if (named) return;
    }
    this.addRow(cells);
  }

  private readRecord(flat: string, { first, next, isOutline }: Place): void {
    const cells = flat.split(',').map((cell) => cell.trim());
    if (this.inTable !== 'records') {
      this.inTable = 'records';
      this.table += 1;
      const named =
        (first || this.columns === undefined) && (isOutline || record.test(next)) && cells.every(isName);
      this.columns = named ? cells : undefined;
      if (named) return;
    }
    if (this.columns === undefined || cells.length === this.columns.length) this.addRow(cells);
  }

  private addRow([subject = '', ...others]: readonly string[]): void {
    const [named = '', ...names] = this.columns ?? [];
    const cells = others.flatMap((text, at) =>
      text === '' ? [] : [{ name: (names[at] ?? '').replace(/_/g, ' '), text }],
    );
    const { table } = this;
    this.push({ text: rowText(subject, cells), row: { table, subject, cells, named } });
  }

  private add(text: string, lead?: string, isStep = false): void {
    if (text.length > 1 && text.length <= longestStatement)
      this.push({ text, ...(lead && { lead }), ...(isStep && { steps: this.steps }) });
  }

  private push(said: Pick<Statement, 'text' | 'lead' | 'row' | 'steps'>): void {
    const path = this.headings.filter((one, at) => one && (at === 0 || one !== this.heading));
    this.statements.push({ ...said, heading: this.heading, path, opens: this.opens && !said.row });
    this.opens = false;
  }
}

/** The name of a column, as files of records have them. */
const isName = (cell: string): boolean => /^[\p{L}][\p{L}\p{N}_ -]*$/u.test(cell);

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split('|')
    .map((cell) => cell.trim());

/** `Austria – carrier: DPD or GLS; standard delivery: €5.95` from a row and the names of its columns. */
export function rowText(subject: string, cells: Row['cells']): string {
  const named = cells.map(({ name, text }) => (name ? `${name}: ${text}` : text));
  return named.length > 0 ? `${subject} – ${named.join('; ')}` : subject;
}
