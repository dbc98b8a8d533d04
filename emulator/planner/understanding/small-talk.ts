import { affirmations, farewells, greetings, helpRequests, refusals, thanks } from '../language/lexicon';
import type { Goal, Plan, Remark } from './goal';
import type { View } from './view';

const only = (kind: 'greeting' | 'thanks' | 'farewell' | 'help' | 'idle' | 'dropped'): Plan => ({
  goals: [],
  remarks: [{ kind } satisfies Remark],
});

/** What a text calls for that is courtesy alone; undefined when it says more. */
export function smallTalk(views: readonly View[], pending: readonly Goal[]): Plan | undefined {
  if (views.some(({ found, malformed }) => found.size > 0 || malformed.size > 0)) return undefined;
  const said = views.flatMap(({ clause }) => clause.words.map(({ lower }) => lower)).join(' ');
  if (said === '' || said.length > 80) return undefined;
  if (refusals.test(said)) return only(pending.length > 0 ? 'dropped' : 'idle');
  if (affirmations.test(said)) return pending.length > 0 ? { goals: pending, remarks: [] } : only('idle');
  if (farewells.test(said)) return only('farewell');
  if (greetings.test(said)) return only('greeting');
  if (helpRequests.test(said)) return only('help');
  return thanks.test(said) ? only('thanks') : undefined;
}
