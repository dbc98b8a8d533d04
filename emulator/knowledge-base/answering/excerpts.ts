import { termsOf } from '../embedding/terms';
import { type Aspect, aspectsOf, isVague, namesIn, tellingWords } from './asked';
import { isKindTerm, isMeasured } from './kinds';
import { held, isNear, named, placed, share, type Weight, weighted } from './relevance';
import { outlineOf, partBefore, rowText, type Statement, statementsOf } from './statements';

/** A passage that a search found. */
export interface FoundPassage {
  /** No other passage has it. */
  readonly source: string;
  /** The name of its document. */
  readonly document: string;
  readonly text: string;
  /** Headings above it and the names of its table's columns, as far as they are known. */
  readonly before: string;
}

/** Something that a document says, and the search result that it stands in. */
export interface Excerpt extends Statement {
  readonly source: string;
  /** How much of what was asked it holds, from 0 to 1. */
  readonly relevance: number;
  /** The document's title, where it names something that was not asked about: what is said holds for that alone. */
  readonly only?: string;
}

export interface Question {
  /** The parts of what is asked. */
  readonly clauses: readonly string[];
  /** What these words stand for must be in the answer: the new ones of a question that goes on from another. */
  readonly required?: string;
  /** The state of the thing that is asked about, and the others that it could be in: their rules are not its own. */
  readonly state?: { readonly is: string; readonly others: readonly string[] };
}

/** Of the weight of all that was asked, what a statement and what stands above it must hold. */
const leastAbout = 0.5;
/** The same with the rest of its passage. */
const leastRelevance = 0.5;
/** Different words of the question: one alone may be there by chance. */
const leastWords = 2;
/** What the other parts of a question weigh beside the one that a statement is chosen for. */
const otherParts = 0.4;
/** What relevance counts beside what a statement gains by standing in the right place. */
const ofRelevance = 1.3;
const bonuses = {
  title: 0.35,
  heading: 0.3,
  opens: 0.05,
  subject: 0.1,
  howTo: 0.25,
  topic: 0.3,
};
/** What a rule gains that names the state of the thing that is asked about, or another state. */
const ofState = { same: 0.25, other: 0.2 };
const howTo = /^how (?:to|it works)\b/i;
/** What a statement loses that is not of the sort that was asked for, and what it must hold all the same. */
const ofOtherKind = 0.25;
const leastOfOtherKind = 0.7;
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
/** Of money, in any currency. */
const amount = /[€$£¥]\s?\d|\b[A-Z]{3}\s\d/;

interface Candidate {
  readonly statement: Statement;
  readonly passage: FoundPassage;
  readonly score: number;
  readonly ofKind: boolean;
  readonly relevance: number;
  /** Holds all that is required itself, not in a heading above it. */
  readonly exact: boolean;
}

/** What passages say to a question, the best for each of its parts; empty if nothing is relevant. */
export function excerptsOf(question: Question, passages: readonly FoundPassage[], weight: Weight): Excerpt[] {
  const chosen = new Map<string, Excerpt>();
  for (const { aspect, best } of answersTo(question, passages, weight)) {
    const isList = best.length > 1 && best.every(({ statement }) => statement.row);
    for (const { statement, passage, relevance } of best) {
      const said = withAskedCells(statement, aspect, isList);
      const only = onlyFor(statement, aspect);
      chosen.set(said.text, { ...said, source: passage.source, relevance, ...(only && { only }) });
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
  passages: readonly FoundPassage[],
  weight: Weight,
): string | undefined {
  for (const { aspect, best } of answersTo(question, passages, weight, true)) {
    const [first] = best;
    if (!first || !aspect.kind?.isStrict || first.ofKind) continue;
    const { statement, passage } = first;
    const at = passage.text.indexOf(statement.text);
    const rest = at < 0 ? statement.text : passage.text.slice(at, at + longestQuery);
    return `${statement.heading} ${rest}`
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

function answersTo(
  question: Question,
  passages: readonly FoundPassage[],
  weight: Weight,
  isLenient = false,
): AspectAnswer[] {
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
    const best = bestOf(
      aspect,
      candidates.filter(({ statement }) => !told.has(statement.text)),
    );
    for (const { statement } of best) told.add(statement.text);
    document = best[0]?.passage.document ?? document;
    return { aspect, best: [...alikeIn(aspect, best, candidates)] };
  });
}

interface CandidatesProps {
  readonly aspect: Aspect;
  readonly aspects: readonly Aspect[];
  readonly question: Question;
  readonly passages: readonly FoundPassage[];
  readonly weight: Weight;
  /** What the part before was answered from, for one that speaks of "it". */
  readonly document: string | undefined;
  /** Also what is of another sort than was asked for. */
  readonly isLenient: boolean;
}

function candidatesFor({
  aspect,
  aspects,
  question: { required = '', state },
  passages,
  weight,
  document,
  isLenient,
}: CandidatesProps): Candidate[] {
  const weights = weighted(aspect, aspects, weight, aspect.continues ? 1 : otherParts);
  const telling = [...weights.keys()].filter((term) => !isKindTerm(term));
  const words = telling.some((term) => !isVague(term)) ? telling.filter((term) => !isVague(term)) : telling;
  const needed = termsOf(tellingWords(required));
  const names = needed.length > 0 ? [] : aspect.names;
  const { kind } = aspect;
  const candidates = passages.flatMap((passage, rank) => {
    if (document !== undefined && passage.document !== document) return [];
    const around = new Set(termsOf(passage.text));
    const above = beforeOf(passage, passages);
    return statementsOf(passage.text, above).flatMap((statement, at): Candidate[] => {
      const title = statement.path[0] ?? titleOf(passage.document);
      const terms = placed(statement, title, around);
      if (statement.row && state?.others.includes(statement.row.subject)) return [];
      const isHere = (term: string) => isNear(held(term, terms));
      if (!needed.every(isHere) || !names.every(isHere)) return [];
      const near = words.filter(isHere).length;
      if (document === undefined && near < Math.min(leastWords, words.length)) return [];
      const ofKind = kind === undefined || kind.answer.test(statement.text);
      const level = (term: string) =>
        kind && isMeasured(kind) && ofKind && isKindTerm(term)
          ? Math.max(0.8, held(term, terms))
          : held(term, terms);
      const about = share(weights, (term) => (isNear(level(term)) ? level(term) : 0));
      const relevance = share(weights, level);
      if (document === undefined && (about < leastAbout || relevance < leastRelevance)) return [];
      if (!isLenient && kind?.isStrict && !ofKind && (near < leastWords || relevance < leastOfOtherKind))
        return [];
      const bonus =
        (kind && ofKind ? kind.bonus : kind?.isStrict ? -ofOtherKind : 0) +
        bonuses.title * named(new Set(termsOf(title)), weights) +
        (statement.heading === title ? 0 : bonuses.heading * named(terms.heading, weights)) +
        (statement.row ? bonuses.subject * named(new Set(termsOf(statement.row.subject)), weights) : 0) +
        (state ? stateBonus(statement, state) : 0) +
        (kind?.name === 'way' && howTo.test(statement.heading) ? bonuses.howTo : 0) +
        (at === 0 && above === '' && words.every((term) => terms.title.has(term) || terms.heading.has(term))
          ? bonuses.topic
          : 0) +
        (statement.opens ? bonuses.opens : 0);
      // The rank decides among equals only.
      const score = ofRelevance * relevance + bonus - rank * 0.001;
      const exact = needed.every((term) => terms.own.has(term));
      return [{ statement, passage, score, ofKind, relevance, exact }];
    });
  });
  const exact = candidates.filter((candidate) => candidate.exact);
  return (exact.length > 0 ? exact : candidates).sort((a, b) => b.score - a.score);
}

const stateBonus = ({ text }: Statement, { is, others }: NonNullable<Question['state']>): number =>
  text.includes(is) ? ofState.same : others.some((one) => text.includes(one)) ? ofState.other : 0;

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
      score >= first.score * alike &&
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

/** What stands above a passage, if need be from a neighbour that it overlaps with. */
function beforeOf(passage: FoundPassage, others: readonly FoundPassage[]): string {
  if (passage.before) return passage.before;
  for (const { document, text } of others) {
    const part = document === passage.document ? partBefore(passage.text, text) : undefined;
    if (part !== undefined) return outlineOf(part);
  }
  return '';
}

/** What the name of a document says of it: `gift-cards.md` is about gift cards. */
const titleOf = (document: string): string =>
  (document.split('/').at(-1) ?? '').replace(/\.\w+$/, '').replace(/[-_.]+/g, ' ');
