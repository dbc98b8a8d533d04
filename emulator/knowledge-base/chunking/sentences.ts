export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Lines that stand for themselves: headings, list items, table rows, quotes, rules, records of a CSV file. */
const standsAlone = /^\s*(?:#{1,6}\s|[-*+•]\s|\d+[.)]\s|\||>|-{3,}\s*$|={3,}\s*$|(?:[^,\t]*[,\t](?!\s)){3})/;

/**
 * The sentences of a text, without the white space between them. A paragraph may go over several lines; a
 * heading, a list item or a table's row ends with its line.
 */
export function sentencesOf(text: string): Span[] {
  // Loading ICU's rules takes longer than most documents.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  const found: Span[] = [];
  for (const block of blocksOf(text)) {
    const flat = text.slice(block.start, block.end).replace(/[\r\n\u2028\u2029\u0085]/g, ' ');
    for (const { start, end } of segmentsOf(flat, segmenter)) {
      const segment = flat.slice(start, end);
      const lead = segment.length - segment.trimStart().length;
      const length = segment.trim().length;
      const at = block.start + start + lead;
      if (length > 0) found.push({ start: at, end: at + length });
    }
  }
  return found;
}

/** Characters that are divided at once: the segmenter's time grows with their square. */
const window = 2048;
/** Characters of a window that are looked at and not divided: "no." goes on before "5 copies" and ends before "The". */
const lookahead = 256;
/** A sentence that is longer than this is divided where it happens to be. */
const longestSentence = 65_536;

function* segmentsOf(text: string, by: Intl.Segmenter): Generator<Span> {
  for (let from = 0, size = window; from < text.length; ) {
    const isLast = from + size >= text.length;
    const segments = [...by.segment(text.slice(from, from + size))];
    // Where a sentence ends depends on what comes after it.
    const isWhole = ({ index, segment }: Intl.SegmentData) => index + segment.length <= size - lookahead;
    const whole = isLast ? segments.length : segments.filter(isWhole).length;
    if (whole === 0 && size < longestSentence) {
      size *= 2;
      continue;
    }
    const taken = Math.max(1, whole);
    for (const { index, segment } of segments.slice(0, taken)) {
      yield { start: from + index, end: from + index + segment.length };
    }
    from += segments[taken]?.index ?? size;
    size = window;
  }
}

let segmenter: Intl.Segmenter | undefined;

function blocksOf(text: string): Span[] {
  const blocks: Span[] = [];
  let open: { start: number; end: number } | undefined;
  const close = () => {
    if (open) blocks.push(open);
    open = undefined;
  };
  for (const { 0: line, index: start } of text.matchAll(/[^\n]+/g)) {
    const isFirstOfParagraph = open === undefined || start > open.end + 1;
    if (line.trim() === '') close();
    else if (standsAlone.test(line) || isFirstOfParagraph) {
      close();
      open = { start, end: start + line.length };
    } else if (open) open.end = start + line.length;
    // A row or a heading is not continued by the next line; a list item is.
    if (/^\s*(?:#{1,6}\s|\|)/.test(line)) close();
  }
  close();
  return blocks;
}
