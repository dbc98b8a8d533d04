import { isVague } from '../../knowledge-base/answering/asked';
import { inOneWord } from '../../knowledge-base/embedding/synonyms';
import { termsOf } from '../../knowledge-base/embedding/terms';
import type { Knowledge } from '../contract/knowledge';
import { asksForMoney } from '../language/act';
import { articles } from '../language/lexicon';
import type { Word } from '../language/words';
import { askedProperties, price } from './choose';
import type { Goal, Reading } from './goal';
import { isCourtesy } from './small-talk';
import type { View } from './view';

/** A clause that documents may answer. */
export interface Inquiry {
  /** What is asked, without identifiers: no document knows them. */
  readonly text: string;
  /**
   * `only`: nothing else answers it. `rather`: if the documents do, its goals are dropped, since it is about things in
   * general. `besides`: it is about one thing, and the documents may say what holds for all.
   */
  readonly kind: 'only' | 'rather' | 'besides';
  readonly goals: readonly Goal[];
  /** Words that the operations do not explain; what is `besides` must hold them. */
  readonly words: readonly string[];
  /** More than half of what it says is in such words. */
  readonly isForeign: boolean;
  /** Asks for a deed that no operation does: what documents say of it is no answer to that. */
  readonly isCommand: boolean;
  /** Names its thing by its identifier. */
  readonly isNamed: boolean;
  /** Asks for nothing but an amount that its thing tells itself. */
  readonly isTold: boolean;
  /** Says too little to be asked alone: "and for Sweden?" */
  readonly goesOn: boolean;
}

/** What of a text is a question for documents. `waiting`: something else was asked, and is not answered yet. */
export function inquiriesOf(
  views: readonly View[],
  readings: readonly Reading[],
  knowledge: Knowledge,
  waiting: boolean,
): Inquiry[] {
  const found = views.flatMap((view, at): Inquiry[] => {
    const { act, words } = view;
    const { goals = [], remarks = [], aside = false } = readings[at] ?? {};
    if (isCourtesy(words) || act.negated || !view.content.some(tells)) return [];
    if (asksForMoney.test(view.clause.text)) return [];
    const next = views[at + 1];
    const advice = act.kind !== 'question' && next && asksAdvice(next) ? next : undefined;
    const isAlone = goals.length === 0 && (readings[at + 1]?.goals ?? []).length === 0;
    const rest = advice ?? (next && isAlone && asksOfIt(next) ? next : undefined);
    const isQuestion = act.kind === 'question' || advice !== undefined || asksLeave(view, goals);
    if (waiting && !isQuestion && act.kind !== 'command') return [];
    const foreign = unexplained(view, goals, knowledge);
    const base = {
      text: `${withoutIdentifiers(view)}${rest ? ` ${rest.clause.text}` : ''}`,
      goals,
      words: foreign,
      isForeign: foreign.length * 2 > view.content.length,
      isCommand: act.unknown,
      isNamed: view.found.size > 0 || view.malformed.size > 0,
      goesOn: goesOn(view),
      isTold: foreign.every((word) => price.test(word)) && tellsPrice(goals),
    };
    if (goals.length === 0) {
      const told = remarks.some(({ kind }) => kind !== 'nothing-fits');
      return told || (aside && isBeside(readings, at)) ? [] : [{ ...base, kind: 'only' }];
    }
    if (!isQuestion || goals.some(({ operation, seek }) => operation.writes || seek)) return [];
    const isNamed =
      view.found.size > 0 ||
      view.malformed.size > 0 ||
      (pointing.test(view.clause.text) && goals.some(pointsBack));
    if (isNamed) {
      const deeds = isPermission.test(view.clause.text)
        ? words.flatMap(({ lower }) => (knowledge.writeVerbs.has(lower) ? [lower] : []))
        : [];
      const telling = inOneWord(foreign.join(' '))
        .split(' ')
        .filter((word) => !termsOf(word).every(isVague) && !ofLeave.test(word));
      const required = telling.length > 0 ? telling : deeds;
      return required.length > 0 ? [{ ...base, words: required, kind: 'besides' }] : [];
    }
    const isAnybodys =
      goals.every(({ missing }) => missing.length > 0) && (advice || !own.test(view.clause.text));
    return foreign.length > 0 || isGeneral(view, knowledge) || isAnybodys
      ? [{ ...base, kind: 'rather' }]
      : [];
  });
  // What is merely stated says what a question beside it is about, and is none itself.
  return found.some(({ kind }) => kind !== 'besides') || !readings.some(({ goals }) => goals.length > 0)
    ? found
    : found.filter(({ kind }) => kind === 'besides');
}

/** "And how much is it?": says nothing alone. */
const asksOfIt = ({ content, clause, act }: View): boolean =>
  act.kind === 'question' && content.length === 0 && /\b(?:it|that)\b/i.test(clause.text);

/** "What do I do?": about what was said before it. */
const asksAdvice = ({ clause, content }: View): boolean =>
  content.length === 0 &&
  /^\W*(?:(?:so|and|but) )?(?:what (?:do|should|can|must|shall|could) (?:i|we)\b|what (?:now|then|next|happens)\b|how (?:do|should|can) (?:i|we) (?:proceed|go on)\b)/i.test(
    clause.text,
  );

/** Asks whether a deed may be done, and for its rules. */
const isPermission = /\b(?:can|could|may|might|am) (?:i|we)\b|\bis it (?:still )?possible\b|\btoo late\b/i;

/** "Can I have a parcel sent to Bonn?": of none that is known, whatever else it says. */
const asksLeave = ({ act, clause }: View, goals: readonly Goal[]): boolean =>
  act.kind === 'command' &&
  isPermission.test(clause.text) &&
  goals.length > 0 &&
  goals.every(({ missing, operation }) => missing.length > 0 && !operation.writes);

/** Words that ask for leave, and say nothing of what for. */
const ofLeave = /^(?:late|possible|allowed|permitted)$/;

const own = /\b(?:my|our|mine|ours)\b/i;

/** Neither a number nor a place in a list that was shown. */
const tells = ({ lower }: Word): boolean =>
  !/\d|^(?:first|second|third|fourth|fifth|last|next|other|mean|meant)$/.test(lower);

/** A remark next to something that can be done. */
const isBeside = (readings: readonly Reading[], at: number): boolean =>
  readings.some(({ goals }, other) => other !== at && goals.length > 0);

/** Without a word for it, a question may be about what was shown last, and as well about things in general. */
const pointing = /\b(?:it|its|this|that|these|those|them|they|one|ones)\b/i;

/** "it" and "that one": a thing that the conversation has shown. */
const pointsBack = ({ operation, input, after, which }: Goal): boolean =>
  which !== undefined ||
  (!after &&
    operation.parameters.some(
      ({ kind, required, name }) => kind === 'identifier' && required && name in input,
    ));

const isPast = /\b(?:did|was|were|paid)\b/i;

const tellsPrice = (goals: readonly Goal[]): boolean =>
  goals.some(({ operation, view }) =>
    Boolean(view && askedProperties(operation, view).some(({ schema }) => schema.properties)),
  );

function unexplained(view: View, goals: readonly Goal[], { heard, bases, mend }: Knowledge): string[] {
  const { content } = view;
  const isOn = goesOn(view);
  const used = new Set(
    goals.flatMap(({ evidence }) => evidence.flatMap((words) => words.toLowerCase().split(/\s+/))),
  );
  // "How much was it?": its own amount is the answer; "and how much is that?" may go on from a rule.
  const isToldPrice = (!isOn || isPast.test(view.clause.text)) && tellsPrice(goals);
  const foreign = content.filter((word) => {
    if (/\d/.test(word.lower) || used.has(word.lower) || bases.has(word.lower)) return false;
    return !heard.has(mend(word).stem);
  });
  return [...new Set(foreign.map(({ lower }) => lower))].filter(
    (lower) => !(isToldPrice && price.test(lower)),
  );
}

/** A kind and none of its own: any of them, and nobody's. */
const isGeneral = ({ words }: View, { nounStems }: Knowledge): boolean =>
  words.some(({ stem }, at) => {
    const before = words[at - 1]?.lower ?? '';
    return nounStems.has(stem) && articles.has(before) && /^an?$/.test(before);
  });

const leads = /^\s*(?:and|or|but|what about|how about)\b/i;
/** Words with meaning; a question with more of them says enough by itself. */
const fewWords = 3;

const goesOn = ({ clause, content, act }: View): boolean =>
  content.length <= fewWords && (leads.test(clause.text) || act.kind === 'fragment');

function withoutIdentifiers({ clause, found, malformed }: View): string {
  const named = [...found.values()].flat().sort((a, b) => b.start - a.start);
  let { text } = clause;
  for (const { start, end } of named) text = `${text.slice(0, start)} ${text.slice(end)}`;
  for (const typed of [...malformed.values()].flat()) text = text.replace(typed, ' ');
  return text.replace(/\s+/g, ' ').trim();
}
