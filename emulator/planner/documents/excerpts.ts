import type { SearchResult } from '../../agent/model';
import { termsOf } from '../../knowledge-base/embedding/terms';
import { type Aspect, aspectsOf, isKindTerm, tellingWords } from './asked';
import { type Statement, statementsOf, textBefore } from './statements';

/** Something that a document says, and the search result that it stands in. */
export interface Excerpt extends Statement {
  readonly source: string;
  /** How much of what was asked it holds, from 0 to 1. */
  readonly relevance: number;
}

/** How much a term tells passages apart. */
export type Weight = (term: string) => number;

export interface Question {
  /** The parts of what is asked. */
  readonly clauses: readonly string[];
  /** What these words stand for must be in the answer: the new ones of a question that goes on from another. */
  readonly required?: string;
}

/** What a term counts that is not in the statement itself. */
const shares = { context: 0.7, passage: 0.35 };
/** Of the weight of all that was asked, what a passage must hold before anything is taken from it. */
const leastOfPassage = 0.55;
const leastOfStatement = 0.45;
/** Different words of the question: one alone may be there by chance. */
const leastWords = 2;
/** What the other parts of a question weigh beside the one that a statement is chosen for. */
const otherParts = 0.4;
const bonusForKind = 0.25;
/** Characters. */
const longestQuery = 400;
/** Rows that answer equally well are told up to this many. */
const mostRows = 8;
const mostStatements = 2;
/** Of the best one's score, what a second statement must have. */
const nearlyAsGood = 0.85;

interface Candidate {
  readonly statement: Statement;
  readonly result: SearchResult;
  readonly score: number;
  readonly ofKind: boolean;
  readonly relevance: number;
  /** Holds all that is required itself, not in a heading above it. */
  readonly exact: boolean;
}

/** What the search results say to a question, the best for each of its parts; empty if nothing is relevant. */
export function excerptsOf(question: Question, results: readonly SearchResult[], weight: Weight): Excerpt[] {
  const chosen = new Map<string, Excerpt>();
  for (const { best } of answersTo(question, results, weight)) {
    for (const { statement, result, relevance } of best) {
      chosen.set(statement.text, { ...statement, source: result.source, relevance });
    }
  }
  return [...chosen.values()];
}

/**
 * What to search for when a part of the question got no answer of the sort that it calls for: how the best passage
 * goes on from there. The answer often stands in the next passage, which begins with the end of this one.
 */
export function readOn(
  question: Question,
  results: readonly SearchResult[],
  weight: Weight,
): string | undefined {
  for (const { aspect, best } of answersTo(question, results, weight)) {
    const [first] = best;
    if (!first || !aspect.kind || first.ofKind) continue;
    const { statement, result } = first;
    const passage = passageOf(result);
    const at = passage.indexOf(statement.text);
    const rest = at < 0 ? statement.text : passage.slice(at, at + longestQuery);
    return `${statement.context} ${rest}`
      .replace(/[|#*_-]+|\s+/g, ' ')
      .replace(/ +/g, ' ')
      .trim();
  }
  return undefined;
}

interface AspectAnswer {
  readonly aspect: Aspect;
  /** The best first. */
  readonly best: readonly Candidate[];
}

function answersTo(question: Question, results: readonly SearchResult[], weight: Weight): AspectAnswer[] {
  const aspects = aspectsOf(question.clauses);
  const told = new Set<string>();
  let document: string | undefined;
  return aspects.map((aspect) => {
    const near = aspect.continues ? document : undefined;
    const candidates = candidatesFor(aspect, aspects, question, results, weight, near);
    const best = bestOf(candidates.filter(({ statement }) => !told.has(statement.text)));
    for (const { statement } of best) told.add(statement.text);
    document = best[0]?.result.title ?? document;
    return { aspect, best };
  });
}

function candidatesFor(
  aspect: Aspect,
  aspects: readonly Aspect[],
  { required = '' }: Question,
  results: readonly SearchResult[],
  weight: Weight,
  document: string | undefined,
): Candidate[] {
  const all = new Map(aspects.flatMap(({ terms }) => terms.map((term) => [term, weight(term)])));
  const others = [...all].filter(([term]) => !aspect.terms.includes(term) && !isKindTerm(term));
  const factor = aspect.continues ? 1 : otherParts;
  const weights = new Map([
    ...others.map(([term, worth]): [string, number] => [term, worth * factor]),
    ...aspect.terms.map((term): [string, number] => [term, weight(term)]),
  ]);
  const words = [...all.keys()].filter((term) => !isKindTerm(term));
  const needed = termsOf(tellingWords(required));
  const candidates = results.flatMap((result, rank) => {
    if (document !== undefined && result.title !== document) return [];
    const passage = passageOf(result);
    const around = new Set(termsOf(passage));
    const mayAnswer = aspect.kind?.answer.test(passage) ?? false;
    const isAbout =
      share(all, (term) => (around.has(term) || (mayAnswer && isKindTerm(term)) ? 1 : 0)) >= leastOfPassage;
    if (document === undefined && !isAbout) return [];
    const neighbours = results.filter(({ title }) => title === result.title).map(passageOf);
    return statementsOf(passage, textBefore(passage, neighbours)).flatMap((statement): Candidate[] => {
      const own = new Set(termsOf(`${statement.lead ?? ''} ${statement.text}`));
      const context = new Set(termsOf(statement.context));
      if (needed.some((term) => !own.has(term) && !context.has(term))) return [];
      const held = words.filter((term) => own.has(term) || context.has(term)).length;
      if (document === undefined && held < Math.min(leastWords, words.length)) return [];
      const ofKind = aspect.kind?.answer.test(statement.text) ?? true;
      const relevance = share(weights, (term) => {
        if (own.has(term) || (aspect.kind && ofKind && isKindTerm(term))) return 1;
        return context.has(term) ? shares.context : around.has(term) ? shares.passage : 0;
      });
      if (relevance < leastOfStatement) return [];
      // The rank decides among equals only.
      const score = relevance + (aspect.kind && ofKind ? bonusForKind : 0) - rank * 0.001;
      const exact = needed.every((term) => own.has(term));
      return [{ statement, result, score, ofKind, relevance, exact }];
    });
  });
  const exact = candidates.filter((candidate) => candidate.exact);
  return (exact.length > 0 ? exact : candidates).sort((a, b) => b.score - a.score);
}

function bestOf([best, ...others]: readonly Candidate[]): Candidate[] {
  if (!best) return [];
  const { table } = best.statement;
  const rows = others.filter(
    ({ statement, result, score }) =>
      table !== undefined && statement.table === table && result === best.result && score === best.score,
  );
  if (rows.length > 0) return [best, ...rows].slice(0, mostRows);
  const more = others.filter(
    ({ score, statement }) => score >= best.score * nearlyAsGood && statement.text !== best.statement.text,
  );
  return [best, ...more].slice(0, mostStatements);
}

const passageOf = ({ content }: SearchResult): string => content.map(({ text }) => text).join('\n');

/** How much of the weight is held, from 0 to 1. */
function share(weights: ReadonlyMap<string, number>, held: (term: string) => number): number {
  let total = 0;
  let found = 0;
  for (const [term, worth] of weights) {
    total += worth;
    found += worth * held(term);
  }
  return total === 0 ? 0 : found / total;
}
