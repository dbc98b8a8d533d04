import { readFileSync } from 'node:fs';
import * as path from 'node:path';

/** What a customer types, and the documents that rightly answer it, any of them; none where nothing answers. */
export interface CustomerQuestion {
  readonly id: string;
  readonly half: 'tuning' | 'held-out';
  readonly question: string;
  readonly documents: readonly string[];
  /** Of which the answer holds the words of at least one. */
  readonly says: readonly string[];
}

/** What was said to one of them, and the files of the documents that it cites, the first one first. */
export interface Said {
  readonly text: string;
  readonly files: readonly string[];
}

export interface Answering {
  /** Questions that documents answer. */
  readonly questions: number;
  /** What is said first is from a right document. */
  readonly right: number;
  /** Of those, with the fact that was asked for. */
  readonly told: number;
  readonly wrong: number;
  readonly silent: number;
  /** Questions that no document answers, and how many of them were refused. */
  readonly outside: number;
  readonly refused: number;
}

const file = path.join(__dirname, '..', '..', 'test', 'fixtures', 'questions', 'customers.json');

export const customerQuestions = (): readonly CustomerQuestion[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { questions: CustomerQuestion[] }).questions;

/** Counts how the questions of one half were answered. */
export function answeringOf(half: CustomerQuestion['half'], said: ReadonlyMap<string, Said>): Answering {
  const all = customerQuestions().filter((one) => one.half === half);
  const asked = all.filter(({ documents }) => documents.length > 0);
  const outside = all.filter(({ documents }) => documents.length === 0);
  const first = ({ id }: CustomerQuestion) => said.get(id)?.files[0];
  const right = asked.filter((one) => one.documents.includes(first(one) ?? ''));
  const silent = asked.filter((one) => first(one) === undefined);
  return {
    questions: asked.length,
    right: right.length,
    told: right.filter(({ id, says }) => holdsOneOf(says, said.get(id)?.text ?? '')).length,
    wrong: asked.length - right.length - silent.length,
    silent: silent.length,
    outside: outside.length,
    refused: outside.filter((one) => first(one) === undefined).length,
  };
}

/** As a row of a table is said with the names of its columns, words are looked for one by one. */
function holdsOneOf(says: readonly string[], text: string): boolean {
  const words = new Set(wordsOf(text));
  return says.some((one) => wordsOf(one).every((word) => words.has(word)));
}

const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}€$£¥%]+(?:[.,]\p{N}+)*/gu) ?? [];
