import { isMisspelling } from '../embedding/slips';
import { termsOf } from '../embedding/terms';
import { holdsAlternative } from './asked';
import type { FoundPassage, Question } from './candidates';

const word = /\p{Ll}{6,}/gu;

/** The question with misspelt words mended: those that no passage has, where a passage has what was meant. */
export function mended(question: Question, passages: readonly FoundPassage[]): Question {
  const typed = question.clauses.flatMap((clause) => clause.toLowerCase().match(word) ?? []);
  if (typed.length === 0 || passages.length === 0) return question;
  const text = passages.map((passage) => `${passage.before} ${passage.text}`).join(' ');
  const terms = new Set(termsOf(text));
  const instead = new Map<string, string>();
  let known: ReadonlySet<string> | undefined;
  for (const one of new Set(typed)) {
    const [term] = termsOf(one);
    if (term === undefined || terms.has(term) || holdsAlternative(terms, term)) continue;
    known ??= new Set(text.toLowerCase().match(word) ?? []);
    const meant = [...known].find((other) => isMisspelling(one, other));
    if (meant !== undefined) instead.set(one, meant);
  }
  if (instead.size === 0) return question;
  const mend = (said: string) => said.replace(/\p{L}+/gu, (one) => instead.get(one.toLowerCase()) ?? one);
  const { clauses, required } = question;
  return {
    ...question,
    clauses: clauses.map(mend),
    ...(required !== undefined && { required: mend(required) }),
  };
}
