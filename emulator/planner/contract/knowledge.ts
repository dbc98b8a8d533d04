import { readVerbs, stopWords } from '../language/lexicon';
import { isSlipOf, type Word } from '../language/words';
import type { Identifier } from './identifier';
import { type ActionGroupDocument, type Operation, operationsOf, vocabularyOf } from './operations';

/** All that the planner knows: the operations, and the words of their documents. */
export interface Knowledge {
  readonly operations: readonly Operation[];
  readonly byTool: ReadonlyMap<string, Operation>;
  readonly writeVerbs: ReadonlySet<string>;
  /** The identifiers by the name of the parameter that takes them. */
  readonly identifiers: ReadonlyMap<string, Identifier>;
  /** Stems of nouns, of what the identifiers name. */
  readonly nounStems: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  /** Those, and the stems of the descriptions of what is answered. */
  readonly heard: ReadonlySet<string>;
  /** The word with its slip of the finger mended, where a word of the documents is one slip away. */
  mend(word: Word): Word;
}

export function knowledgeOf(actionGroups: readonly ActionGroupDocument[]): Knowledge {
  const operations = operationsOf(actionGroups);
  const vocabulary = vocabularyOf(operations);
  const stems = new Set([
    ...vocabulary.values(),
    ...operations.flatMap(({ nounStems, stems: own }) => [...nounStems, ...own]),
  ]);
  const identifiers = new Map<string, Identifier>();
  for (const { parameters } of operations) {
    for (const { name, identifier } of parameters) if (identifier) identifiers.set(name, identifier);
  }
  const choices = operations.flatMap(({ parameters, answer }) => [...parameters, ...answer.properties]);
  return {
    operations,
    byTool: new Map(operations.map((operation) => [operation.tool, operation])),
    writeVerbs: new Set(operations.flatMap(({ writes, verbs }) => (writes ? [...verbs] : []))),
    identifiers,
    nounStems: new Set(operations.flatMap(({ nounStems }) => [...nounStems])),
    bases: new Set(choices.flatMap((one) => one.choices.flatMap(({ bases }) => [...bases]))),
    stems,
    heard: new Set([
      ...stems,
      ...operations.flatMap(({ answer }) => answer.properties.flatMap((property) => [...property.stems])),
    ]),
    mend(word) {
      const { lower } = word;
      if (lower.length < 5 || !/^[a-z]+$/.test(lower) || stems.has(word.stem)) return word;
      if (stopWords.has(lower) || readVerbs.has(lower)) return word;
      for (const [known, stem] of vocabulary) if (isSlipOf(lower, known)) return { ...word, stem };
      return word;
    },
  };
}
