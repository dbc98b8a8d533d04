const small =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/);
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const byWord = new Map<string, number>([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, (i + 2) * 10] as const),
  ...tens.flatMap((ten, i) =>
    small.slice(1, 10).map((unit, j) => [`${ten}-${unit}`, (i + 2) * 10 + j + 1] as const),
  ),
  ['hundred', 100],
  ['dozen', 12],
  ['couple', 2],
]);

/** The value of a number in digits or in English words up to a hundred. */
export function numberOf(lower: string): number | undefined {
  if (/^\d{1,15}(?:\.\d{1,6})?$/.test(lower)) return Number(lower);
  return byWord.get(lower);
}

/** A count as a person writes it: words up to ten. */
export const inWords = (count: number): string => small.slice(0, 11)[count] ?? String(count);

const ordinalWords = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** The zero-based position that an ordinal names; -1 is the last. */
export function positionOf(lower: string): number | undefined {
  if (lower === 'last') return -1;
  const at = ordinalWords.indexOf(lower);
  if (at >= 0) return at;
  const digits = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(lower)?.[1];
  return digits && Number(digits) > 0 ? Number(digits) - 1 : undefined;
}
