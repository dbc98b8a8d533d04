import { inAnotherWord, inOtherWords } from '../embedding/synonyms';
import { termsOf } from '../embedding/terms';
import { type Aspect, aspectsOf, namesIn } from './asked';
import {
  amount,
  type Candidate,
  candidatesFor,
  type FoundPassage,
  isShare,
  type Question,
} from './candidates';
import { isKindTerm } from './kinds';
import { mended } from './mended';
import type { Weight } from './relevance';
import { rowText, type Statement, statementsOf } from './statements';

/** Something that a document says, and the search result that it stands in. */
export interface Excerpt extends Statement {
  readonly source: string;
  /** How much of what was asked it holds, from 0 to 1. */
  readonly relevance: number;
  /** The document's title, where it names something that was not asked about: what is said holds for that alone. */
  readonly only?: string;
  /** Said to a question of one common word, to which other documents may say something else. */
  readonly isOneOfMany?: true;
}

/** Searches for one question, each of every knowledge base: what is asked, and what `readOn` proposes. */
export const mostSearches = 3;
/** Characters. */
const longestQuery = 400;
/** Rows that answer equally well are told up to this many, and the steps of a list. */
const mostRows = 8;
const mostSteps = 5;
const mostStatements = 2;
/** Cells of a row that are more than a person wants to hear. */
const manyCells = 9;
/** Of the best one's score, what a second statement must have. */
const nearlyAsGood = 0.93;
/** The same for what another document says for its own place or thing. */
const alike = 0.85;
/** Where it was asked in one common word. */
const broadly = 0.7;

/** What passages say to a question, the best for each of its parts; empty if nothing is relevant. */
export function excerptsOf(question: Question, passages: readonly FoundPassage[], weight: Weight): Excerpt[] {
  const chosen = new Map<string, Excerpt>();
  for (const { aspect, best } of answersTo(question, passages, weight)) {
    const isList = best.length > 1 && best.every(({ statement }) => statement.row);
    for (const { statement, passage, relevance, isBroad, referred } of best) {
      const said = withAskedCells(statement, aspect, isList);
      const only = onlyFor(statement, aspect);
      const of = { ...(only && { only }), ...(isBroad && { isOneOfMany: true as const }) };
      for (const one of referred) {
        if (!chosen.has(one.text)) chosen.set(one.text, { ...one, source: passage.source, relevance, ...of });
      }
      chosen.set(said.text, { ...said, source: passage.source, relevance, ...of });
    }
  }
  return [...chosen.values()];
}

/**
 * What else to search for, the likeliest first. Where a part of the question got no answer of the sort that it calls
 * for: how the best passage goes on from there, since the answer often stands in the next passage, which begins with the
 * end of this one. Where nothing answers, or no document about the thing itself does: the question in other words. And
 * where one document answers for its own place or thing that nobody named: what others say of theirs.
 */
export function readOn(question: Question, passages: readonly FoundPassage[], weight: Weight): string[] {
  const answers = answersTo(question, passages, weight, true);
  const { clauses } = mended(question, passages);
  const otherwise = () => inOtherWords(clauses.join(' ')) ?? [];
  if (answers.every(({ best }) => best.length === 0)) return [otherwise()].flat();
  return answers.flatMap(({ aspect, best }) => {
    const [first] = best;
    if (!first || !aspect.kind?.isStrict) return [];
    if (!answersFully(first, aspect)) return [goingOn(first), inAnotherWord(clauses.join(' ')) ?? []].flat();
    if (first.isBroad) return [likeTitleOf(first)].flat();
    return first.isAbout || aspect.names.length === 0 ? [] : [inAnotherWord(clauses.join(' ')) ?? []].flat();
  });
}

/** A share of something is hardly what it costs. */
const answersFully = ({ ofKind, statement }: Candidate, { kind }: Aspect): boolean =>
  ofKind && !(kind?.name === 'money' && isShare(statement.text));

function goingOn({ statement, passage }: Candidate): string {
  const at = passage.text.indexOf(statement.text);
  const rest = at < 0 ? statement.text : passage.text.slice(at, at + longestQuery);
  return `${statement.heading} ${rest}`
    .replace(/[|#*_-]+|\s+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** "Delivery to Japan" without Japan. */
function likeTitleOf({ statement }: Candidate): string[] {
  const [title = ''] = statement.path;
  const names = new Set(namesIn(title));
  const rest = title
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !termsOf(word).some((term) => names.has(term)));
  return rest.length > 0 && names.size > 0 ? [rest.join(' ')] : [];
}

interface AspectAnswer {
  readonly aspect: Aspect;
  /** The best first. */
  readonly best: readonly Candidate[];
}

function answersTo(
  typed: Question,
  passages: readonly FoundPassage[],
  weight: Weight,
  isLenient = false,
): AspectAnswer[] {
  const question = mended(typed, passages);
  const aspects = aspectsOf(question.clauses);
  const told = new Set<string>();
  let document: string | undefined;
  return aspects.map((aspect) => {
    const near = aspect.continues ? document : undefined;
    if (aspect.isTold) return { aspect, best: [] };
    const candidates = candidatesFor({
      aspect,
      aspects,
      question,
      passages,
      weight,
      document: near,
      isLenient,
    });
    const [first] = candidates;
    // What the part before was answered with may answer this one, too.
    const isSaid = aspect.continues && first?.ofKind === true && told.has(first.statement.text);
    const best = isSaid
      ? []
      : bestOf(
          aspect,
          candidates.filter(({ statement }) => !told.has(statement.text)),
        );
    for (const { statement } of best) told.add(statement.text);
    document = best[0]?.passage.document ?? document;
    return { aspect, best: [...alikeIn(aspect, best, candidates)] };
  });
}

function bestOf({ kind }: Aspect, [best, ...others]: readonly Candidate[]): Candidate[] {
  if (!best) return [];
  const { row, steps } = best.statement;
  const rows = others.filter(
    ({ statement, passage, score }) =>
      row !== undefined &&
      statement.row?.table === row.table &&
      passage === best.passage &&
      score === best.score,
  );
  if (rows.length > 0) return [best, ...rows].slice(0, mostRows);
  if (kind?.name === 'way' && steps !== undefined) {
    const all = statementsOf(best.passage.text, best.passage.before);
    const list = all.filter((statement) => statement.steps === steps);
    return list.slice(0, mostSteps).map((statement) => ({ ...best, statement }));
  }
  const more = others.filter(
    ({ score, statement, passage }) =>
      passage.document === best.passage.document &&
      score >= best.score * nearlyAsGood &&
      statement.text !== best.statement.text &&
      (row === undefined || statement.row?.table !== row.table),
  );
  return [best, ...more].slice(0, mostStatements);
}

/** "Delivery to Japan", where nobody spoke of Japan. */
function onlyFor({ path: [title = ''] }: Statement, { names, terms }: Aspect): string | undefined {
  const named = namesIn(title);
  return names.length === 0 && named.length > 0 && !named.some((name) => terms.includes(name))
    ? title
    : undefined;
}

/**
 * "What does delivery cost?": where each document says it for a place or thing of its own that nobody named, the answer
 * of one would pass for the answer, so the best of each is told.
 */
function alikeIn(
  aspect: Aspect,
  best: readonly Candidate[],
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const [first] = best;
  if (!first || !aspect.kind?.isStrict || onlyFor(first.statement, aspect) === undefined) return best;
  const ofDocument = new Map([[first.passage.document, first]]);
  for (const one of candidates) {
    const { passage, score, ofKind, statement } = one;
    const isAlike =
      ofKind &&
      (!amount.test(first.statement.text) || amount.test(statement.text)) &&
      score >= first.score * (first.isBroad ? broadly : alike) &&
      onlyFor(statement, aspect) !== undefined;
    if (isAlike && !ofDocument.has(passage.document)) ofDocument.set(passage.document, one);
  }
  return ofDocument.size > 1 ? [...ofDocument.values()] : best;
}

/** A list of rows, or a row of many cells, without the cells that nobody asked for. */
function withAskedCells(statement: Statement, { kind, terms }: Aspect, isList: boolean): Statement {
  const { row } = statement;
  if (!row || (!isList && row.cells.length < manyCells)) return statement;
  const asked = new Set(terms);
  const isAsked = ({ name, text }: { name: string; text: string }) =>
    (kind?.isStrict && kind.answer.test(text)) ||
    [...termsOf(text), ...(isList ? [] : termsOf(name))].some((term) => asked.has(term) && !isKindTerm(term));
  const cells = row.cells.filter(isAsked);
  if (cells.length === 0 || cells.length === row.cells.length) return statement;
  return { ...statement, text: rowText(row.subject, cells), row: { ...row, cells } };
}
