import type { SearchResult } from '../../agent/model';
import { holdsAlternative, tellingWords } from '../../knowledge-base/answering/asked';
import type { FoundPassage, Question } from '../../knowledge-base/answering/candidates';
import { type Excerpt, excerptsOf, mostSearches, readOn } from '../../knowledge-base/answering/excerpts';
import type { Weight } from '../../knowledge-base/answering/relevance';
import { termsOf } from '../../knowledge-base/embedding/terms';
import { type Call, isRecord, type Turn } from '../dialogue/conversation';
import { sameInput } from '../dialogue/pages';
import { allResults } from '../dialogue/searches';
import { isComplete, type Plan } from '../understanding/goal';
import type { Inquiry } from '../understanding/inquiry';

/** What documents have to do with a turn. */
export interface Consulted {
  /** Without what the documents answer better, or before they were asked, without what they may. */
  readonly plan: Plan;
  /** The next search; undefined once there is nothing more to look for. */
  readonly query?: string;
  readonly excerpts: readonly Excerpt[];
  /** Whether something was asked for that is no question, so that documents alone are no answer. */
  readonly isAskedToAct: boolean;
  /** A time limit is among the excerpts, beside a thing that has dates of its own. */
  readonly hasPeriod?: boolean;
  /** Calls whose answer the turn before has told. */
  readonly repeated?: readonly Call[];
  /** What only documents could have answered, and did not. */
  readonly unanswered: readonly Inquiry[];
}

/** Asks the documents for a plan's inquiries: what to search for, or what the search has brought. */
export function consult(plan: Plan, turns: readonly Turn[], at: number, weight: Weight): Consulted {
  const { inquiries = [], ...rest } = plan;
  const turn = turns[at];
  const isAskedToAct = inquiries.some(({ isCommand }) => isCommand);
  const nothing = { plan, excerpts: [], unanswered: [], isAskedToAct };
  if (!turn || inquiries.length === 0) return nothing;
  const before = earlierQuestion(turns, at);
  const earlier = inquiries.every(({ goesOn }) => goesOn) ? before : undefined;
  const queries = [...new Set(turn.searches.map(({ query }) => query))];
  const general = inquiries.filter(({ kind }) => kind !== 'besides');
  const about = inquiries.filter(
    ({ kind, goesOn, isTold }) => kind === 'besides' && !(isTold && goesOn && before === undefined),
  );
  if (queries.length === 0 && general.length > 0) {
    const query = [earlier, ...general.map(({ text }) => text)].filter(Boolean).join(' ');
    const held = general.filter(({ kind }) => kind === 'rather');
    return { ...nothing, plan: dropping(rest, held), query };
  }
  const results = allResults(turn.searches).map(passageOf);
  const questionOf = (of: readonly Inquiry[]): Question => {
    const clauses = of.map(({ text }) => text);
    return earlier === undefined
      ? { clauses }
      : { clauses: [`${earlier} ${clauses.join(' ')}`], required: clauses.join(' ') };
  };
  const alone = (inquiry: Inquiry) => excerptsOf(questionOf([inquiry]), results, weight);
  const won = inquiries.filter((one) => one.kind === 'rather' && alone(one).length > 0);
  const main = inquiries.filter((one) => one.kind === 'only' || won.includes(one));
  const question = questionOf(main);
  // Where an operation would have to ask for something first, the documents are asked once more.
  const open = general.filter(({ goals }) => goals.every((goal) => !isComplete(goal)));
  const sought = main.length > 0 ? main : open;
  const next =
    sought.length > 0 && queries.length < mostSearches
      ? readOn(questionOf(sought), results, weight).find((query) => !queries.includes(query))
      : undefined;
  const excerpts = main.length > 0 ? excerptsOf(question, results, weight) : [];
  const things = about.flatMap((inquiry) => aboutThing(inquiry, turn, inquiry.goesOn ? before : undefined));
  const unasked = things.find(({ query }) => !queries.includes(query));
  const besides = things.flatMap(({ query: _, asked, isPeriod = false, ...of }) =>
    excerptsOf({ clauses: [asked], ...of }, results, weight).filter(
      (one) => !isPeriod || isPeriodFor(tellingWords(of.required), one),
    ),
  );
  const hasPeriod = things.some(
    ({ isPeriod, required }) => isPeriod && besides.some((one) => isPeriodFor(tellingWords(required), one)),
  );
  const lost = inquiries.filter((one) => one.kind === 'rather' && one.isForeign && !won.includes(one));
  const unanswered = [...(excerpts.length === 0 ? main : []), ...lost];
  return {
    plan: dropping(rest, [...won, ...lost]),
    ...((next || unasked) && { query: next || unasked?.query }),
    excerpts: [...excerpts, ...besides.filter(({ text }) => !excerpts.some((one) => one.text === text))],
    unanswered,
    isAskedToAct,
    hasPeriod,
    repeated: besides.length > 0 ? repeatedIn(about, turn, turns[at - 1]) : [],
  };
}

/** "How do I wash them?" right after the thing was shown: nobody wants to read it again. */
const repeatedIn = (about: readonly Inquiry[], { calls }: Turn, before: Turn | undefined): Call[] =>
  about
    .filter(({ isNamed, text }) => !isNamed && ofSeveral.test(text) && !mayDo.test(text))
    .flatMap(({ goals }) => goals)
    .flatMap(({ operation, input }) => {
      const isSame = (one: Call) => one.operation === operation && sameInput(one.input, input);
      return before?.calls.some(isSame) ? calls.filter(isSame) : [];
    });

/** What to ask about a thing, once it was read: the state that it is in decides which rule holds for it. */
function aboutThing(
  { text, words, goals }: Inquiry,
  { calls }: Turn,
  earlier: string | undefined,
): AboutThing[] {
  const call = goals
    .map(({ operation, input }) =>
      calls.find((one) => one.operation === operation && sameInput(one.input, input)),
    )
    .find((one) => one?.outcome);
  if (call?.outcome?.status !== 'success' || !isRecord(call.outcome.value)) return [];
  const { operation, outcome } = call;
  const states = operation.answer.properties.flatMap(({ name, choices }) => {
    const is = isRecord(outcome.value) ? outcome.value[name] : undefined;
    const others = choices.map(({ value }) => String(value)).filter((value) => value !== is);
    return typeof is === 'string' && choices.length > 0 ? [{ is, others }] : [];
  });
  const question = text.replace(/[\s?]+$/, '');
  // "And what would that cost?" asks of what was asked before about the same thing.
  if (earlier !== undefined) {
    const asked = `${earlier.replace(/[\s?]+$/, '')}, ${question}?`;
    return [{ query: asked, asked, required: '', ...(states[0] && { state: states[0] }) }];
  }
  const query = `${question}: ${[operation.noun, ...states.map(({ is }) => is)].join(' ')}?`;
  const [state] = states;
  const asked = `${question}: ${operation.noun}?`;
  const required = words.join(' ');
  const deed = mayDo.exec(question)?.[1];
  const period = deed === undefined ? undefined : `How long can I ${deed}?`;
  const parts = ofSeveral.test(text) && goals.length === 1 ? namesWithin(outcome.value) : [];
  if (parts.length === 0) {
    const rule = { query, asked, required, ...(state && { state }) };
    return period ? [rule, { query: period, asked: period, required, isPeriod: true }] : [rule];
  }
  return parts.map((part) => ({
    query: `${question}: ${part}?`,
    asked: `${question}: ${part}?`,
    required: `${required} ${part}`,
    sort: part,
  }));
}

/** "Can I still return it?" asks of a rule, and of how long it holds. */
const mayDo =
  /\b(?:(?:can|could|may|might) (?:i|we)|(?:possible|allowed|late)(?: for me)? to)\s+(?:still\s+|yet\s+|now\s+)?(.+)$/i;

/** Days and more for the very deed; minutes are of something that is done with it. */
const isPeriodFor = (required: string, { text, lead }: Excerpt): boolean => {
  const said = new Set(termsOf(text));
  return (
    lead === undefined &&
    /\b\d+ (?:\w+ )?(?:day|week|month|year)s?\b/i.test(text) &&
    termsOf(required).every((term) => said.has(term) || holdsAlternative(said, term))
  );
};

/** "How do I wash them?" asks of what the thing holds. */
const ofSeveral = /\b(?:them|they|those|these)\b/i;
/** Things that are asked about one by one. */
const mostParts = 3;

/** Of what an answer holds, the names without what tells one of a sort from another: "Socks" of "Socks, 2 pairs". */
function namesWithin(value: unknown): string[] {
  if (!isRecord(value)) return [];
  const items = Object.values(value).flatMap((one) => (Array.isArray(one) ? one.filter(isRecord) : []));
  const names = items.flatMap((item) => {
    const name = item.name ?? item.title;
    return typeof name === 'string' ? [(name.split(',')[0] ?? name).trim()] : [];
  });
  return [...new Set(names)].slice(0, mostParts);
}

interface AboutThing extends Pick<Question, 'sort' | 'state'> {
  readonly query: string;
  /** Without the state, of which the rules are looked for. */
  readonly asked: string;
  readonly required: string;
  /** Asks for the time within which the rule holds. */
  readonly isPeriod?: boolean;
}

const dropping = ({ goals, remarks }: Plan, inquiries: readonly Inquiry[]): Plan => {
  const dropped = new Set(inquiries.flatMap((inquiry) => inquiry.goals));
  return { goals: goals.filter((goal) => !dropped.has(goal)), remarks };
};

/** The question that a turn goes on from: the one with which the documents began to be asked. */
function earlierQuestion(turns: readonly Turn[], at: number): string | undefined {
  let question: string | undefined;
  for (let before = at - 1; before >= 0; before--) {
    const query = turns[before]?.searches[0]?.query;
    if (query === undefined || (question !== undefined && !question.startsWith(query))) break;
    question = query;
  }
  return question;
}

/** A search result's last block is the passage; what stands before it says where in its document that is. */
const passageOf = ({ source, title, content }: SearchResult): FoundPassage => ({
  source,
  document: title,
  text: content.at(-1)?.text ?? '',
  before: content.length > 1 ? (content[0]?.text ?? '') : '',
});
