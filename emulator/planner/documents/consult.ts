import type { Turn } from '../dialogue/conversation';
import { allResults } from '../dialogue/searches';
import type { Plan } from '../understanding/goal';
import type { Inquiry } from '../understanding/inquiry';
import { type Excerpt, excerptsOf, type Question, readOn, type Weight } from './excerpts';

/** What documents have to do with a turn. */
export interface Consulted {
  /** Without what the documents answer better, or before they were asked, without what they may. */
  readonly plan: Plan;
  /** The next search; undefined once there is nothing more to look for. */
  readonly query?: string;
  readonly excerpts: readonly Excerpt[];
  /** What only documents could have answered, and did not. */
  readonly unanswered: readonly Inquiry[];
}

/** Searches in one turn, each of every knowledge base: one for what is asked, one to read on. */
const mostSearches = 2;

/** Asks the documents for a plan's inquiries: what to search for, or what the search has brought. */
export function consult(plan: Plan, turns: readonly Turn[], at: number, weight: Weight): Consulted {
  const { inquiries = [], ...rest } = plan;
  const turn = turns[at];
  const nothing = { plan, excerpts: [], unanswered: [] };
  if (!turn || inquiries.length === 0) return nothing;
  const earlier = inquiries.every(({ goesOn }) => goesOn) ? earlierQuestion(turns, at) : undefined;
  const queries = [...new Set(turn.searches.map(({ query }) => query))];
  if (queries.length === 0) {
    const open = dropping(
      rest,
      inquiries.filter(({ kind }) => kind === 'rather'),
    );
    const query = [earlier, ...inquiries.map(({ text }) => text)].filter(Boolean).join(' ');
    return { ...nothing, plan: open, query };
  }
  const results = allResults(turn.searches);
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
  const next = main.length > 0 && queries.length < mostSearches && readOn(question, results, weight);
  const excerpts = main.length > 0 ? excerptsOf(question, results, weight) : [];
  const besides = inquiries
    .filter(({ kind }) => kind === 'besides')
    .flatMap(({ text, words }) =>
      excerptsOf({ clauses: [text], required: words.join(' ') }, results, weight),
    );
  const lost = inquiries.filter((one) => one.kind === 'rather' && one.isForeign && !won.includes(one));
  const unanswered = [...(excerpts.length === 0 ? main : []), ...lost];
  return {
    plan: dropping(rest, [...won, ...lost]),
    ...(next && { query: next }),
    excerpts: [...excerpts, ...besides.filter(({ text }) => !excerpts.some((one) => one.text === text))],
    unanswered,
  };
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
