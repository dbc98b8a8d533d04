import { auxiliaries, dateCue, fillers, otherVerbs, readVerbs, whWords } from './lexicon';
import { plain, type Word, wordsOf } from './words';

/** A stretch of a text that asks for, states or mentions one thing. */
export interface Clause {
  readonly text: string;
  readonly start: number;
  readonly words: readonly Word[];
  /** What follows "because" and the like, in the person's own words. */
  readonly because?: string;
  /** Ends in a question mark. */
  readonly asks: boolean;
  /** What stands in quotation marks. */
  readonly quotes: readonly string[];
}

const subjects = new Set('i we you it they he she my the this that there these our'.split(' '));
const prepositions = new Set('after at by for from in on to under until with within'.split(' '));
const causes = new Set('because cause cuz coz bc'.split(' '));

/** Conditions that are none. */
const courtesy =
  /\b(?:if (?:it(?:'s| is) not too much trouble|it(?:'s| is) no (?:trouble|bother)|you (?:don't|do not|wouldn't|would not) mind)|(?:if|when) you (?:have|get) (?:a|the) (?:moment|minute|second|chance))\b/gi;

/**
 * Takes a text apart at sentence ends, and at commas and conjunctions where something new begins.
 * `writeVerbs` are the verbs of the operations that change state.
 */
export function clausesOf(original: string, writeVerbs: ReadonlySet<string>): Clause[] {
  const text = plain(original).replace(courtesy, (said) => ' '.repeat(said.length));
  const words = wordsOf(text);
  const quotes = [...text.matchAll(/"([^"]+)"|(?<=^|\s)'([^']{2,})'(?=$|[\s.,!?])/g)];
  const quoted = (at: number) => quotes.some((one) => one.index < at && at < one.index + one[0].length);
  const clauses: Clause[] = [];
  let first = 0;
  let cause: Cause | undefined;

  const close = (end: number) => {
    const own = words.slice(first, end);
    const start = own[0]?.start ?? 0;
    const stop = words[end]?.start ?? text.length;
    const slice = text.slice(start, stop);
    if (own.length === 0) return;
    const said = cause && original.slice(withQuote(original, words[cause.from]?.start ?? stop), stop);
    const announced = cause && words[cause.at];
    clauses.push({
      text: slice,
      start,
      words: announced ? withoutArticle(own.filter((word) => word.start < announced.start)) : own,
      because: said === undefined ? undefined : trimmed(said),
      asks: /\?[\s"')]*$/.test(withoutConjunction(slice)),
      quotes: quotes
        .filter((one) => one.index >= start && one.index < stop)
        .map((one) => one[1] ?? one[2] ?? ''),
    });
    first = end;
    cause = undefined;
  };

  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word;
    const before = words[i - 1];
    if (before && before.end <= word.start && i > first && !quoted(word.start)) {
      const gap = text.slice(before.end, word.start);
      const inCause = cause !== undefined;
      const hasWrite = words.slice(first, i).some(({ lower }) => writeVerbs.has(lower));
      const unmarked = hasWrite && !inCause && /\d/.test(before.lower) && /^(?:i|it)$/.test(word.lower);
      if ((/[.!?;\n]/.test(gap) && !isShort(text, before, gap)) || unmarked) close(i);
      else if (/^\s+-+\s+$/.test(gap) && !/\d/.test(word.lower)) close(i);
      else if (isBreak(gap, before) && !onlyFillers(words.slice(first, i))) {
        const next = skipFillers(words, i);
        if (startsRequest(words, next, writeVerbs)) close(i);
        else if (gap.includes(',') && !inCause) {
          const remark = hasWrite && next < words.length && !/\d/.test(words[next]?.lower ?? '');
          if (remark || startsStatement(words, next)) close(i);
        }
      }
    }
    if (cause === undefined) {
      const from = causeAt(words, i, text, first, writeVerbs);
      if (from !== undefined && from < words.length) cause = { at: i, from };
    }
  }
  close(words.length);
  return clauses;
}

/** Where a reason is announced, and where it begins. */
interface Cause {
  readonly at: number;
  readonly from: number;
}

/** "The reason is": what stands before the announcement says nothing by itself. */
const withoutArticle = (words: readonly Word[]) =>
  words.every(({ lower }) => fillers.has(lower) || /^(?:the|my|our)$/.test(lower)) ? [] : words;

/** "Dr. Smith", "J. Smith": the point ends no sentence. */
const isShort = (text: string, { start, end, lower }: Word, gap: string): boolean =>
  /^\.\s*$/.test(gap) &&
  (/^(?:dr|mr|mrs|ms|prof|st|mt|jr|sr|approx|incl|vs)$/.test(lower) ||
    /^[A-HJ-Z]$/.test(text.slice(start, end)));

const isBreak = (gap: string, before: Word) =>
  gap.includes(',') || /^(?:and|then|but|also|plus|so|otherwise)$/.test(before.lower);

const onlyFillers = (words: readonly Word[]) =>
  words.every(({ lower }) => fillers.has(lower) || lower === 'go' || lower === 'ahead' || lower === 'try');

function skipFillers(words: readonly Word[], from: number): number {
  let at = from;
  while (at < words.length && fillers.has(words[at]?.lower ?? '')) at++;
  return at;
}

function startsRequest(words: readonly Word[], at: number, writeVerbs: ReadonlySet<string>): boolean {
  const word = words[at]?.lower ?? '';
  const next = words[at + 1]?.lower ?? '';
  if (writeVerbs.has(word) || readVerbs.has(word) || otherVerbs.has(word) || whWords.has(word)) return true;
  // "and for how long …", "and until when …"
  if (prepositions.has(word) && whWords.has(next)) return true;
  if (word === 'do' && next === 'not') return true;
  if (word === 'never' || word === 'if') return true;
  if (auxiliaries.has(word) && subjects.has(next)) return true;
  const verb = words[skipFillers(words, at + 1)]?.lower ?? '';
  return word === 'i' && /^(?:want|need|would|wish|like)$/.test(verb);
}

const startsStatement = (words: readonly Word[], at: number) => subjects.has(words[at]?.lower ?? '');

/** Where the reason begins when a word at `i` announces one. */
function causeAt(
  words: readonly Word[],
  i: number,
  text: string,
  first: number,
  writeVerbs: ReadonlySet<string>,
): number | undefined {
  const [word, next, third] = [words[i]?.lower ?? '', words[i + 1]?.lower ?? '', words[i + 2]?.lower ?? ''];
  if (causes.has(word) && i + 1 < words.length) return next === 'of' ? i + 2 : i + 1;
  if ((word === 'due' || word === 'owing') && next === 'to') return i + 2;
  if (word === 'reason') {
    if (/^\s*[:=-]/.test(text.slice(words[i]?.end))) return i + 1;
    if (next === 'is' || next === 'being') return /^(?:that|because)$/.test(third) ? i + 3 : i + 2;
    return undefined;
  }
  if (word !== 'as' && word !== 'since') return undefined;
  const asked = words.slice(first, i).some(({ lower }) => writeVerbs.has(lower));
  const dated = dateCue.test(text.slice(words[i + 1]?.start ?? text.length, words[i + 4]?.end));
  return asked && /^(?:i|it|we|my|they|the)$/.test(next) && !dated ? i + 1 : undefined;
}

const withoutConjunction = (text: string) => text.replace(/[\s,]*\b(?:and|then|but|also|so)[\s,]*$/i, '');

/** A quotation mark that opens before a word belongs to it. */
const withQuote = (text: string, at: number): number => (/["“]/.test(text[at - 1] ?? '') ? at - 1 : at);

/** Without quotation marks around all of it, or one that is left over at an end. */
const unquoted = (text: string): string => {
  const marks = text.match(/["“”]/g)?.length ?? 0;
  const [opens, closes] = [/^["“”]/.test(text), /["“”]$/.test(text)];
  if (opens && closes && marks === 2) return text.slice(1, -1);
  if (marks % 2 === 0) return text;
  return opens ? text.slice(1) : closes ? text.slice(0, -1) : text;
};

/** Free text without the punctuation and courtesies around it. */
export function trimmed(text: string): string {
  const bare = text
    .replace(/^[\s,.:;!'-]+/, '')
    .replace(/[\s,.;:!-]+$/, '')
    .replace(/[\s,.;!]+(?:and|then|but|also|so)$/i, '')
    .replace(/[\s,.;!]+(?:please|pls|thanks|thank you)$/i, '')
    .replace(/[\s,.;:!-]+$/, '');
  const inner = unquoted(bare);
  return inner === bare ? bare : trimmed(inner);
}
