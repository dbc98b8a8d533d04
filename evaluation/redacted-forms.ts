import type { Recording } from '../recording/read';
import type { EvidenceTurn } from './evidence';

/** A pattern that tells no more of a text than where it has words. */
const tellsWordsOnly = (pattern: string): boolean => pattern.includes('\\p{L}+');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What the header tells of the values that redaction replaced by others of their form. */
export class RedactedForms {
  /** Forms by which a value is found wherever it stands. */
  readonly patterns: readonly RegExp[];
  private readonly words: readonly string[];
  private readonly fields: ReadonlySet<string>;

  constructor({ redactions }: Recording['header']) {
    const fields = redactions.filter(({ name, pattern }) => pattern === '' && name.startsWith('field '));
    this.fields = new Set(fields.map(({ name }) => name.slice('field '.length)));
    const rest = redactions.filter((rule) => !fields.includes(rule)).map(({ pattern }) => pattern);
    this.words = rest.filter(tellsWordsOnly);
    this.patterns = rest
      .filter((pattern) => !tellsWordsOnly(pattern))
      .map((pattern) => new RegExp(pattern, 'gi'));
  }

  /** Whether there may be others than those that the patterns find. */
  get areLoose(): boolean {
    return this.words.length > 0 || this.fields.size > 0;
  }

  /** Of texts that can be the same before and after redaction, the parts that differ. */
  replaced(original: string, now: string): [original: string, now: string][] {
    if (!this.areLoose || skeleton(original) !== skeleton(now)) return [];
    const [before, after] = [wordsOf(original), wordsOf(now)];
    const pairs: [string, string][] = [];
    // Words that differ side by side are one name.
    for (let at = 0; at < before.length; at++) {
      const first = before[at];
      if (!first || first.text === after[at]?.text) continue;
      let last = first;
      for (let next = before[at + 1]; next && next.text !== after[at + 1]?.text; next = before[at + 1]) {
        last = next;
        at += 1;
      }
      const end = last.start + last.text.length;
      pairs.push([original.slice(first.start, end), now.slice(first.start, end)]);
    }
    return pairs;
  }

  /** Whether a text may have been replaced in what came of a replay; `known` are originals that somebody knows. */
  unknowable(turns: readonly EvidenceTurn[], known: ReadonlySet<string>): (text: string) => boolean {
    const originals = [...known];
    const words = this.words
      .filter((pattern) => !originals.some((text) => new RegExp(`^(?:${pattern})$`, 'iu').test(text)))
      .map((pattern) => new RegExp(pattern, 'iu'));
    const values = [...this.valuesIn(turns)].filter((value) => !known.has(value));
    const forms = values.map((value) => formOf(value, letterOfCase));
    return (text) => {
      if (this.patterns.some((pattern) => [...text.matchAll(pattern)].some(([one]) => !known.has(one))))
        return true;
      const rest = originals.reduce((left, original) => left.replaceAll(original, ''), text);
      if (!/[\p{L}\p{N}]/u.test(rest)) return false;
      const inIt = [...words, ...forms].some((form) => form.test(rest));
      // A part of a name is replaced with it.
      return inIt || values.some((value) => formOf(rest, () => '\\p{L}').test(value));
    };
  }

  /** What the fields hold whose values are a person's own words. */
  private valuesIn(value: unknown, found = new Set<string>()): Set<string> {
    if (typeof value !== 'object' || value === null) return found;
    for (const [name, item] of Object.entries(value)) {
      if (this.fields.has(name) && typeof item === 'string' && item.length > 1) found.add(item);
      else this.valuesIn(item, found);
    }
    return found;
  }
}

const skeleton = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{L}/gu, (letter) => (letter === 'A' ? letter : 'a'))
    .replace(/\d/g, '0');

const wordsOf = (text: string): { readonly text: string; readonly start: number }[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({ text: word, start: index }));

/** Finds texts with other letters and digits in the places of these, and no more of them. */
const formOf = (value: string, letter: (one: string) => string): RegExp => {
  const form = escaped(value).replace(/\p{L}|\d/gu, (one) => (/\d/.test(one) ? '\\d' : letter(one)));
  return new RegExp(`(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}])`, 'u');
};

const letterOfCase = (one: string): string => (/\p{Lu}/u.test(one) ? '\\p{Lu}' : '\\p{L}');
