import { createHash, createHmac } from 'node:crypto';

/** Rounds of the network below; an odd number of halves changes places as often as it must. */
const rounds = 8;

/**
 * A text with other digits (and, without digits, other letters) in the same places: the same for the same key,
 * another for each text, and of no use to whoever lacks the key. A zero in front stays one and no other digit becomes
 * one, so that what was a number stays one.
 */
export function permute(key: string, value: string): string {
  const digits = value.replace(/\D/g, '');
  if (digits === '') return permuteLetters(key, value);
  const skeleton = value.replace(/\d/g, '0').toUpperCase();
  let at = 0;
  const permuted = likeACard(digits, permuteDigits(key, skeleton, digits));
  return value.replace(/\d/g, () => permuted[at++] ?? '');
}

/**
 * Letters that stand for one another, by their code points: of one script and case, and of as many bytes in UTF-8.
 * What is in none of them stays.
 */
const alphabets: readonly (readonly [first: number, last: number])[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
  // Accented Latin letters around the signs of multiplication and division, then those of Latin Extended-A.
  [0xc0, 0xd6],
  [0xd8, 0xde],
  [0xdf, 0xf6],
  [0xf8, 0xff],
  [0x100, 0x17e],
  // Greek without the gap in its capitals, Cyrillic, Hebrew, Arabic, Devanagari, Thai.
  [0x391, 0x3a1],
  [0x3a3, 0x3a9],
  [0x3b1, 0x3c9],
  [0x410, 0x42f],
  [0x430, 0x44f],
  [0x5d0, 0x5ea],
  [0x628, 0x63a],
  [0x905, 0x939],
  [0xe01, 0xe2e],
  // Hiragana, Katakana, Chinese characters, Hangul.
  [0x3042, 0x3093],
  [0x30a2, 0x30f3],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
];

/** Other letters, in the same case, one by one: the same letters elsewhere in the text stay different. */
export function permuteLetters(key: string, value: string): string {
  const stream = createHash('sha512').update(`${key} letters ${value.length}`).digest();
  return value.replace(/\p{L}/gu, (letter, at: number) => {
    const code = letter.codePointAt(0) ?? 0;
    const alphabet = alphabets.find(([first, last]) => code >= first && code <= last);
    if (!alphabet) return letter;
    const [first, last] = alphabet;
    // Capitals and small letters take turns in Latin Extended-A.
    const step = first === 0x100 ? 2 : 1;
    const size = last - first + 1;
    const shift = step * (1 + ((stream[at % stream.length] ?? 0) % (Math.floor(size / step) - 1)));
    return String.fromCodePoint(first + ((code - first + shift) % size));
  });
}

/**
 * A number with the check digit of cards (Luhn, ISO/IEC 7812) keeps its issuer's digits and one that is right: a
 * guardrail is to find it in a replay, too.
 */
function likeACard(digits: string, permuted: string): string {
  if (digits.length < 13 || digits.length > 19 || luhn(digits) !== 0) return permuted;
  const account = digits.slice(0, 4) + permuted.slice(4, -1);
  return `${account}${(10 - luhn(`${account}0`)) % 10}`;
}

/** The sum of digits, each second one from the right doubled, modulo 10. */
function luhn(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10;
}

function permuteDigits(key: string, tweak: string, digits: string): string {
  const [first = '', rest] = [digits[0], digits.slice(1)];
  const number = (name: string, text: string) =>
    createHmac('sha256', key).update(`${name} ${tweak} ${text}`).digest().readUInt32BE(0);
  const leading = first === '0' ? 0 : 1 + ((Number(first) - 1 + number('first', rest)) % 9);
  return `${leading}${feistel(rest, (text) => number(`rest ${leading}`, text))}`;
}

/** A network of Feistel over decimal digits: each text of a length has a different one of that length. */
function feistel(digits: string, hash: (text: string) => number): string {
  if (digits.length < 2) return addTo(digits, hash('one'));
  const middle = digits.length >> 1;
  let [left, right] = [digits.slice(0, middle), digits.slice(middle)];
  for (let round = 0; round < rounds; round += 2) {
    left = addTo(left, hash(`${round} ${right}`));
    right = addTo(right, hash(`${round + 1} ${left}`));
  }
  return left + right;
}

/** Adds to a number of so many digits, and keeps as many. */
function addTo(digits: string, addend: number): string {
  if (digits === '') return digits;
  const size = 10n ** BigInt(digits.length);
  return String((BigInt(digits) + BigInt(addend)) % size).padStart(digits.length, '0');
}
