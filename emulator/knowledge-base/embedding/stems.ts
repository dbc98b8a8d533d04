import { stem } from 'porter2';

/** Irregular English forms with their base: a stemmer only takes endings off. */
const irregular = new Map(
  `bought buy|brought bring|broke break|broken break|built build|chose choose|chosen choose|drew draw|
  drawn draw|drove drive|driven drive|fell fall|fallen fall|forgot forget|forgotten forget|froze freeze|frozen freeze|
  gave give|given give|grew grow|grown grow|held hold|hid hide|hidden hide|kept keep|knew know|known know|lent lend|
  lost lose|loss lose|paid pay|rode ride|sent send|shook shake|shown show|shrank shrink|shrunk shrink|slept sleep|
  sold sell|spent spend|spoke speak|spoken speak|stole steal|stolen steal|stuck stick|taught teach|thrown throw|
  took take|taken take|tore tear|torn tear|wore wear|worn wear|wrote write|written write|feet foot|teeth tooth|
  children child|kids kid|men man|women woman|people person|lives life|knives knife|wives wife|halves half|
  shelves shelf|leaves leaf|mice mouse`
    .split('|')
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

/** What the stemmer leaves apart: `pay` and `payment`, `deliver` and `delivery`, British and American spelling. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/(?<=.{3}v)eri$/, ''],
  [/(?<=.{3})ment$/, ''],
  [/(?<=.{3}[eio]r)i$/, ''],
  [/(?<=[a-z]{2})l{2}/g, 'l'],
  [/mm$/, 'm'],
  [/(?<=[a-z]{2})our(?=$|[a-z])/, 'or'],
  [/(?<=[a-z]{3})iz$/, 'is'],
  [/(?<=[a-z]{2}[nt]|[a-z]li)tr$/, 'ter'],
  [/ogu$/, 'og'],
];

/** Words that are no form of the word that they end like. */
const apart = new Map([['customs', 'customs']]);

const stems = new Map<string, string>();
/** Entries; a bound, so that a stream of random words does not fill the memory. */
const keptStems = 50_000;

/** A word's stem in English; other languages' words stay as they are, or nearly. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found =
    apart.get(word) ??
    (/^[a-z]{3,}$/.test(word) ? folded(stem(irregular.get(word) ?? american(word))) : word);
  if (stems.size >= keptStems) stems.clear();
  stems.set(word, found);
  return found;
}

/** `organised` as `organized`, of which the stemmer takes more off. */
const american = (word: string): string => word.replace(/(?<=.{4})is(?=(?:e[sd]?|ing|ations?)$)/, 'iz');

const folded = (stemmed: string): string =>
  alike.reduce((one, [ending, instead]) => one.replace(ending, instead), stemmed);
