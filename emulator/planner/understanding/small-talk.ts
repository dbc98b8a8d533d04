import {
  affirmations,
  farewells,
  fillers,
  greetings,
  helpRequests,
  refusals,
  thanks,
} from '../language/lexicon';
import type { Goal, Plan, Remark } from './goal';
import type { View } from './view';

const only = (kind: 'greeting' | 'thanks' | 'farewell' | 'help' | 'idle' | 'dropped'): Plan => ({
  goals: [],
  remarks: [{ kind } satisfies Remark],
});

/** Whether words are courtesy, agreement or refusal, and so never the reason for anything. */
export const isCourtesy = (words: readonly { readonly lower: string }[]): boolean => {
  const said = words.map(({ lower }) => lower).join(' ');
  if (words.every(({ lower }) => fillers.has(lower))) return true;
  return [refusals, affirmations, farewells, greetings, helpRequests, thanks].some((one) => one.test(said));
};

const second =
  /^(?:(?:oh|no|sorry|please|actually|but|hang on|hold on|just) )*(?:wait|do not|stop|never ?mind|forget (?:it|that|about it)|scratch that|not)(?: (?:do not|wait|do (?:it|that)|stop|please|never mind|yet|now|it|that|cancel that thought))*$/;

/** "No wait, don't": takes back what was asked just before. */
export const takesBack = (words: readonly { readonly lower: string }[]): boolean =>
  second.test(words.map(({ lower }) => lower).join(' ')) ||
  /^(?:oh )?(?:no|nope)$/.test(words.map(({ lower }) => lower).join(' '));

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
