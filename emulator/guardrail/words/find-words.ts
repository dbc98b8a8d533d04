import { profaneWords } from '@2toad/profanity';
import { actionOf, type GuardrailProperties, isEnabled, type Source } from '../definition/properties';
import { plainText } from '../text/plain-text';

export interface WordMatch {
  readonly kind: 'custom' | 'PROFANITY';
  /** As it stands in the text. */
  readonly match: string;
  readonly action: 'BLOCKED' | 'NONE';
}

/** Custom words and phrases, and profane words: whole, whatever their capitals and spaces, and in no disguise. */
export function findWords(properties: GuardrailProperties, source: Source, text: string): WordMatch[] {
  const { WordsConfig = [], ManagedWordListsConfig = [] } = properties.WordPolicyConfig ?? {};
  const plain = plainText(text).text;
  const custom = WordsConfig.filter((word) => isEnabled(word, source)).flatMap((word) =>
    occurrences(patternOf(word), plain).map((match): WordMatch => {
      const action = actionOf(word, source, 'BLOCK') === 'BLOCK' ? 'BLOCKED' : 'NONE';
      return { kind: 'custom', match, action };
    }),
  );
  const managed = ManagedWordListsConfig.filter((list) => isEnabled(list, source)).flatMap((list) =>
    occurrences(profanity(), plain).map((match): WordMatch => {
      const action = actionOf(list, source, 'BLOCK') === 'BLOCK' ? 'BLOCKED' : 'NONE';
      return { kind: 'PROFANITY', match, action };
    }),
  );
  return [...custom, ...managed];
}

const occurrences = (pattern: RegExp, text: string): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), ([match]) => match)),
];

const escaped = (word: string) =>
  word
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/\s+/g, '\\s+');
/** A word that ends with a sign, such as `C++`, ends there. */
const wholeWords = (words: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`, 'giu');

interface CustomWord {
  readonly Text: string;
}

const patterns = new WeakMap<CustomWord, RegExp>();

function patternOf(word: CustomWord): RegExp {
  const pattern = patterns.get(word) ?? wholeWords([word.Text]);
  patterns.set(word, pattern);
  return pattern;
}

/**
 * On the list, and said by polite people: of subjects that a content filter judges, of goods (tennis balls, a bum bag,
 * a shag rug), as names (Cox, Dick, Willy), or in another language (German "dick" is thick, French "retard" a delay).
 */
const polite = new Set(
  `ball balls bloody breasts bum butt butts chink coon cox cum dick dink dyke fanny flange hoar hoare kum lust muff
  nob pawn porn retard screwing sex shag snatch spac spunk willies willy`.split(/\s+/),
);

let profanePattern: RegExp | undefined;

/** The English list: the others of the package are translated by machine. */
function profanity(): RegExp {
  profanePattern ??= wholeWords(
    (profaneWords.get('en') ?? []).filter((word) => !polite.has(word)).sort((a, b) => b.length - a.length),
  );
  return profanePattern;
}
