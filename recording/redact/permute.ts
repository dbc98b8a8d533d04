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
  const permuted = permuteDigits(key, skeleton, digits);
  return value.replace(/\d/g, () => permuted[at++] ?? '');
}

/** Other letters, in the same case, one by one: the same letters elsewhere in the text stay different. */
export function permuteLetters(key: string, value: string): string {
  const stream = createHash('sha512').update(`${key} letters ${value.length}`).digest();
  return value.replace(/[A-Za-z]/g, (letter, at: number) => {
    const first = letter <= 'Z' ? 65 : 97;
    const shift = 1 + ((stream[at % stream.length] ?? 0) % 25);
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + shift) % 26));
  });
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
