/** A text as it is read: full-width and other compatible forms made plain, invisible characters left out. */
export interface PlainText {
  readonly text: string;
  /** The part of the original that a part of the plain text came from. */
  original(start: number, end: number): readonly [start: number, end: number];
}

export function plainText(original: string): PlainText {
  // Nearly every text is plain already, and none of its characters has to be looked at alone.
  if (!/\p{Cf}/u.test(original) && original.normalize('NFKC') === original) return asItIs(original);
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of original) {
    const plain = /\p{Cf}/u.test(character) ? '' : character.normalize('NFKC');
    text += plain;
    for (let i = 0; i < plain.length; i++) {
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return {
    text,
    original: (start, end) => [
      starts[start] ?? at,
      end > start ? (ends[end - 1] ?? at) : (starts[start] ?? at),
    ],
  };
}

const asItIs = (text: string): PlainText => ({
  text,
  original: (start, end) => [Math.min(start, text.length), Math.min(Math.max(start, end), text.length)],
});

/** Letters of other scripts that look like Latin ones. */
const foreign = 'аеорсхуіјѕԁһкмтвнплгαεορικντυχ';
const latin = 'aeopcxyijsdhkmtbnnlraeopikvtux';
const lookalikes = new Map([...foreign].map((letter, index) => [letter, latin[index] ?? letter]));
const digitsAsLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/** Lower case and without accents. */
export const folded = (original: string): string =>
  plainText(original)
    .text.toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('ß', 'ss');

/** Folded, with spaced-out letters joined, look-alike letters and digits in words read as Latin letters. */
export const disguisesRemoved = (original: string): string =>
  folded(original)
    // Four letters at least, each with one sign between: "k i l l", not "a b".
    .replace(/(?<![\p{L}\p{N}])\p{L}(?:[ .\-_*]\p{L}(?![\p{L}\p{N}])){3,}/gu, (spaced) =>
      spaced.replace(/[ .\-_*]/g, ''),
    )
    .replace(/[\p{L}\p{N}@$]*\p{L}[\p{L}\p{N}@$]*/gu, (word) =>
      [...word].map((sign) => lookalikes.get(sign) ?? digitsAsLetters[sign] ?? sign).join(''),
    );
