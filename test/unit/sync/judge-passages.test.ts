import { lackingIn } from '../../../scripts/sync/ingestion/judge-passages';

const passage = (file: string, text: string) => ({ uri: `s3://bucket/docs/${file}`, score: 0.03, text });
const passages = [passage('orders/returns.md', 'You have 30 days.'), passage('a.md', 'We ship parcels.')];

it('lacks a passage when nothing is found', () => {
  expect(lackingIn([], { question: 'x' }, false)).toBe('Nothing is found for "x"');
});

it.each([
  ['zzqqxx gnarly', true, /chance/],
  ['Was kostet der Rückversand?', true, /chance/],
  ['zzqqxx gnarly', false, undefined],
  ['How many days?', true, undefined],
  // A word that stands for "ship".
  ['Do you deliver?', true, undefined],
])('%j, found by words: %j', (question, foundByWords, reason) => {
  const lacking = lackingIn(passages, { question }, foundByWords);
  if (reason) expect(lacking).toMatch(reason);
  else expect(lacking).toBeNull();
});

it.each([
  ['returns.md', null],
  ['orders/returns.md', null],
  ['./orders/returns.md', null],
  ['turns.md', 'turns.md is not among what is found'],
  ['refunds.md', 'refunds.md is not among what is found'],
])('expects %s', (expected, lacking) => {
  expect(lackingIn(passages, { question: 'zzqqxx', expected }, true)).toBe(lacking);
});
