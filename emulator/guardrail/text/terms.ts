import { stem } from 'porter2';
import { folded } from './plain-text';

const stopWords = new Set(
  `a about after all also am an and any are as at be because been before but by can could did do does for from get
  had has have he her him his how i if in into is it its just like may me more my no not of on one only or our out
  over own she should so some such than that the their them then there these they this those to up us very was we
  were what when where whether which who why will with without would you your`.split(/\s+/),
);

/** The stems of the words that carry meaning, each as often as it occurs; English stems, other languages as they are. */
export const termsOf = (text: string): string[] =>
  (folded(text).match(/[\p{L}\p{N}]+(?:(?<=\p{N})[.,]\p{N}+)*/gu) ?? [])
    .filter((word) => !stopWords.has(word))
    .map((word) => stem(word));
