import { inWords } from '../language/quantities';
import { nameWords } from '../language/words';

/** A stretch of the text that stands for one value. */
export interface Found {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Part {
  readonly literal?: string;
  /** A character class without brackets, and how often it may come. */
  readonly charClass?: string;
  readonly quantifier: string;
}

const partOf = /\\([dw])|\[([^\]^]+)\]|\\([^a-zA-Z0-9])|([A-Za-z0-9 _:/-])/y;
const quantifierOf = /\{\d+(?:,\d*)?\}|[+*?]/y;
const wordBefore = '(?<![\\p{L}\\p{N}_-])';
const wordAfter = '(?![\\p{L}\\p{N}]|[_-][\\p{L}\\p{N}])';
const escaped = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Literals and character classes in a row, which is what patterns of ids are made of; else undefined. */
function partsOf(pattern: string): Part[] | undefined {
  const source = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const parts: Part[] = [];
  for (let at = 0; at < source.length; ) {
    partOf.lastIndex = at;
    const match = partOf.exec(source);
    if (!match) return undefined;
    at = partOf.lastIndex;
    quantifierOf.lastIndex = at;
    const quantifier = quantifierOf.exec(source)?.[0] ?? '';
    at += quantifier.length;
    const [, shorthand, charClass, punctuation, letter] = match;
    if (shorthand) parts.push({ charClass: shorthand === 'd' ? '0-9' : 'A-Za-z0-9_', quantifier });
    else if (charClass) parts.push({ charClass: charClass.replace('\\d', '0-9'), quantifier });
    else if (quantifier) return undefined;
    else parts.push({ literal: punctuation ?? letter, quantifier });
  }
  return parts;
}

/** Finds values of one pattern in what people type, in any case and with or without its separators. */
export class Identifier {
  readonly #exact: RegExp;
  readonly #parts: readonly Part[] | undefined;
  readonly #lenient: RegExp | undefined;
  readonly #loose: RegExp | undefined;
  /** In words, for example `AB- and six digits`; empty when the pattern is too special for words. */
  readonly shape: string;

  constructor(
    pattern: string,
    readonly example: string | undefined,
  ) {
    this.#exact = new RegExp(pattern);
    this.#parts = partsOf(pattern);
    this.shape = (this.#parts && shapeOf(this.#parts)) ?? '';
    if (!this.#parts) return;
    const body = this.#parts.map((part, i, all) => {
      if (part.charClass) return `${joint(all[i - 1])}([${part.charClass}]${part.quantifier})`;
      return /[A-Za-z0-9]/.test(part.literal ?? '') ? escaped(part.literal ?? '') : '[-_./\\s]?';
    });
    this.#lenient = new RegExp(`${wordBefore}${body.join('')}${wordAfter}`, 'giu');
    const prefix = /^[A-Za-z]{2,}/.exec(this.#parts.map((part) => part.literal ?? ' ').join(''))?.[0];
    if (prefix) {
      const run = '[\\p{L}\\p{N}]+(?:[-_][\\p{L}\\p{N}]+)*';
      this.#loose = new RegExp(`${wordBefore}${prefix}(?:[-_]+${run}|\\s?(?=\\p{N})${run})`, 'giu');
    }
  }

  matches(value: string): boolean {
    return this.#exact.test(value);
  }

  /** Values that fit the pattern once written its way. */
  find(text: string): Found[] {
    if (!this.#lenient) return this.#findWhole(text);
    return [...text.matchAll(this.#lenient)].flatMap((match) => {
      const value = this.#rebuilt(match.slice(1));
      return this.matches(value) ? [{ value, start: match.index, end: match.index + match[0].length }] : [];
    });
  }

  /** What begins like a value and is none. */
  malformed(text: string, found: readonly Found[]): Found[] {
    if (!this.#loose) return [];
    return [...text.matchAll(this.#loose)]
      .map((match) => ({ value: match[0], start: match.index, end: match.index + match[0].length }))
      .filter(({ start, end }) => !found.some((one) => one.start < end && start < one.end));
  }

  /** The value whose only variable part somebody gave without the rest: `100001` for `AB-100001`. */
  complete(variable: string): string | undefined {
    const variables = this.#parts?.filter((part) => part.charClass) ?? [];
    if (variables.length !== 1) return undefined;
    const value = this.#rebuilt([variable]);
    return this.matches(value) ? value : undefined;
  }

  #rebuilt(variables: readonly (string | undefined)[]): string {
    let next = 0;
    return (this.#parts ?? [])
      .map(({ literal, charClass }) => {
        if (literal !== undefined) return literal;
        const typed = variables[next++] ?? '';
        const [upper, lower] = [/[A-Z]/.test(charClass ?? ''), /[a-z]/.test(charClass ?? '')];
        if (upper !== lower) return upper ? typed.toUpperCase() : typed.toLowerCase();
        return typed;
      })
      .join('');
  }

  #findWhole(text: string): Found[] {
    return [...text.matchAll(/[^\s,;!?"()]+/g)].flatMap((match) => {
      const typed = match[0].replace(/[.:]+$/, '');
      const value = [typed, typed.toUpperCase(), typed.toLowerCase()].find((one) => this.matches(one));
      return value ? [{ value, start: match.index, end: match.index + typed.length }] : [];
    });
  }
}

/** People put a space or hyphen between letters and digits that the pattern writes together. */
const joint = (before: Part | undefined) =>
  before?.literal && /[A-Za-z]/.test(before.literal) ? '[-_\\s]?' : '';

function shapeOf(parts: readonly Part[]): string | undefined {
  const pieces: string[] = [];
  let literal = '';
  for (const part of parts) {
    if (part.literal !== undefined) {
      literal += part.literal;
      continue;
    }
    if (literal) pieces.push(literal);
    literal = '';
    const kind =
      part.charClass === '0-9' ? 'digit' : /\d/.test(part.charClass ?? '') ? 'letter or digit' : 'letter';
    const plural = kind === 'letter or digit' ? 'letters or digits' : `${kind}s`;
    const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(part.quantifier) ?? [];
    if (least && !comma)
      pieces.push(Number(least) === 1 ? `one ${kind}` : `${inWords(Number(least))} ${plural}`);
    else if (least && most) pieces.push(`${least} to ${most} ${plural}`);
    else if (part.quantifier === '') pieces.push(`one ${kind}`);
    else pieces.push(plural);
  }
  if (literal) pieces.push(literal);
  return pieces.length > 1 ? `${pieces.slice(0, -1).join(', ')} and ${pieces.at(-1)}` : pieces[0];
}

/** Whether a property of an answer carries the values of a parameter: by its name, or as plain `id`. */
export const carries = (property: string, parameter: string): boolean =>
  property === parameter || (property === 'id' && nameWords(parameter).at(-1) === 'id');
