import { propertiesOf } from '../contract/answer';
import { type Call, isRecord, itemsOf } from '../dialogue/conversation';
import { askedProperties, isOfChoice } from '../understanding/choose';
import type { Goal } from '../understanding/goal';
import type { View } from '../understanding/view';
import { deedOf } from './ask';
import { describeList } from './list';
import { phraseOf } from './phrases';
import { describeChange, describeThing } from './thing';

/** What came of one call, in sentences whose values are those of the answer. */
export function report(call: Call, goal: Goal | undefined, text: string): string {
  const { operation, outcome } = call;
  if (!outcome) return '';
  const { status, value } = outcome;
  if (status === 'denied')
    return `You declined it, so I did not ${deedOf(operation, call.input)}. Nothing was changed.`;
  if (status === 'failure') return failure(call, value);
  const theirs = /\b(?:my|i|me|our|we)\b/i.test(text);
  if (itemsOf(call)) return describeList(call, goal, theirs);
  if (!isRecord(value)) return typeof value === 'string' ? value : 'Done.';
  if (operation.answer.properties.length === 0) return bare(value);
  if (operation.writes) return describeChange(call, value);
  return describeThing(
    call,
    value,
    wantedOf(call, [goal?.view, ...(goal?.alsoFor ?? [])]),
    /\b(?:my|our)\b/i.test(text),
  );
}

/** All that several clauses ask of one thing; everything, where one of them asks for nothing in particular. */
export function wantedOf(call: Call, views: readonly (View | undefined)[]) {
  const wanted = views.map((view) => (view ? wantedProperties(call, view) : []));
  return wanted.some((one) => one.length === 0) ? [] : [...new Set(wanted.flat())];
}

function failure({ operation }: Call, value: unknown): string {
  if (isRecord(value) && typeof value.message === 'string' && value.message) return value.message;
  if (typeof value === 'string' && value) return value;
  const code = isRecord(value) && typeof value.code === 'string' ? ` (${value.code})` : '';
  return `That failed${code}: I could not ${operation.verb} the ${operation.noun}.`;
}

const bare = (value: Record<string, unknown>) =>
  propertiesOf({ properties: Object.fromEntries(Object.keys(value).map((name) => [name, {}])) })
    .map((property) => phraseOf(property, value[property.name], false))
    .join(', ');

/** "What was in it?" */
const contents = /\bwhat(?:'?s| is| was| were| are| all)*\b(?: \w+)? (?:in|inside)\b|\bwhat\b.*\bcontain/i;

/** What the person asked to know: properties that they named, or those that answer their question word. */
function wantedProperties({ operation, outcome }: Call, view: View) {
  const { properties } = operation.answer;
  const asked = askedProperties(operation, view);
  if (asked.length > 0) return asked.filter(({ name }) => !/stat(?:us|e)$/i.test(name) || asked.length === 1);
  if (contents.test(view.clause.text)) {
    const held = properties.filter(({ schema }) => schema.type === 'array');
    if (held.length > 0) return held;
  }
  const present = isRecord(outcome?.value) ? outcome.value : {};
  const question = view.words.find(({ lower }) => /^(?:when|why)$/.test(lower))?.lower;
  const said = new Set(
    view.content
      .filter((word) => question === 'when' || !isOfChoice(word, operation.answer))
      .map(({ stem }) => stem),
  );
  if (question === 'why')
    return properties.filter(
      ({ name, description }) => /^why\b|\breason\b/i.test(description) && name in present,
    );
  if (question !== 'when') {
    const meant = properties.filter(
      ({ name, stems, choices }) =>
        name in present &&
        choices.length === 0 &&
        [...said].some((stem) => stems.has(stem) && !operation.nounStems.has(stem)),
    );
    // A word that describes many properties asks for none of them.
    return meant.length <= 2 ? meant : [];
  }
  const dates = properties.filter(({ schema, name }) => /^date/.test(schema.format ?? '') && name in present);
  const described = dates.filter(({ stems }) => [...said].some((stem) => stems.has(stem)));
  return described.length > 0 ? described : dates;
}
