import { stemOf } from './stems';

/** English words that stand in nearly every passage. */
const stopWords = new Set(
  'a about after all also am an and any are as at be because been before being but by can could did do does doing down each for from further had has have having he her here hers him his how i if in into is it its itself just me more most my myself no nor not of off on once only or other our ours out over own same she should so some such than that the their theirs them then there these they this those through to too under until up us very was we were what when where which while who whom whose why will with would you your yours'.split(
    ' ',
  ),
);

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\p{N}+(?:[.,]\p{N}+)*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}])+|[€$£¥%]/gu;

/** What a text is found by: stems of its words in lower case and without accents, numbers, no stop words. */
export function termsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/\be-mail/g, 'email');
  const terms: string[] = [];
  for (const [found] of plain.matchAll(word)) if (!stopWords.has(found)) terms.push(stemOf(found));
  return terms;
}
