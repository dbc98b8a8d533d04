import { carries } from '../contract/identifier';
import { type Operation, plural, singular } from '../contract/operations';
import { type Call, itemsOf, nextTokenOf } from '../dialogue/conversation';
import type { Goal } from '../understanding/goal';
import { takesDate, type Window } from '../understanding/window';
import { counted, phraseOf } from './phrases';
import { isStatus } from './thing';
import { labelOfName, readableCode, readableDate, readableValue } from './values';

/** A line is for recognising a thing; who wants all of it asks for it. */
const mostDetails = 4;

/** How many there are, one line for each, and whether there are more. */
export function describeList(call: Call, goal: Goal | undefined, theirs: boolean): string {
  const { operation, input } = call;
  const items = itemsOf(call) ?? [];
  const more = nextTokenOf(call) !== undefined;
  const goesOn = operation.parameters.some(({ kind, name }) => kind === 'page' && name in input);
  const { ignored = [], window } = goal ?? {};
  // Who asks for so many hears of no others first.
  const isCounted = operation.parameters.some(({ kind, name }) => kind === 'whole' && name in input);
  const are = items.length === 1 ? 'is' : 'are';
  const filters = filtersOf(operation, input, are) + boundsOf(operation, input, window);
  const note =
    ignored.length > 0 ? `I cannot narrow the list to “${ignored.join('” and “')}”, so it is not. ` : '';
  const noun = singular(operation.noun);
  if (items.length === 0) {
    const what = `${goesOn ? 'more ' : ''}${plural(noun)}${filters}`;
    return `${note}${theirs ? `You have no ${what}.` : `There are no ${what}.`}`;
  }
  const count = counted(items.length, noun).replace(/ /, goesOn ? ' more ' : ' ');
  const lead =
    more || goesOn
      ? `Here ${are} ${more && !goesOn && !isCounted ? `the first ${count}` : count}${filters}:`
      : theirs
        ? `You have ${count}${filters}:`
        : `There ${are} ${count}${filters}:`;
  const lines = items.map((item) => `- ${lineOf(operation, item)}`);
  return [`${note}${lead}`, ...lines, ...(more ? ['There are more: ask for the next page.'] : [])].join('\n');
}

/** ` that are on loan, placed after 1 September 2026` */
function filtersOf(
  { parameters }: Operation,
  input: Readonly<Record<string, unknown>>,
  are: 'is' | 'are',
): string {
  const filters = parameters.flatMap(({ name, kind, schema }) => {
    const value = input[name];
    if (value === undefined || kind === 'page' || kind === 'whole') return [];
    const label = labelOfName(name);
    const code = readableCode(String(value));
    if (kind === 'choice')
      return [/stat(?:us|e)$/i.test(name) ? `that ${are} ${code}` : `with ${label} ${code}`];
    const said = `${label} ${readableValue(value, schema, String(value).endsWith('T00:00:00Z'))}`;
    return [kind === 'text' || kind === 'identifier' ? `with ${said}` : said];
  });
  return filters.length > 0 ? ` ${filters.join(', ')}` : '';
}

/** ` and before 1 October 2026`, ` due from 23 November 2026 and before 30 November 2026` */
function boundsOf(
  { parameters }: Operation,
  input: Readonly<Record<string, unknown>>,
  window: Window | undefined,
): string {
  if (!window) return '';
  const { property, from, until } = window;
  const said = (time: Date) => readableDate(time.toISOString(), true);
  const bounded = parameters.some((one) => takesDate(one) && one.name in input);
  const label = bounded ? '' : ` ${labelOfName(property).replace(/ (?:at|on)$/, '')}`;
  const both = [from && `from ${said(from)}`, until && `before ${said(until)}`].filter(Boolean).join(' and ');
  return `${label} ${bounded ? 'and ' : ''}${both}`;
}

export function lineOf({ answer, parameters }: Operation, item: Readonly<Record<string, unknown>>): string {
  const present = answer.properties.filter(({ name }) => item[name] !== undefined && item[name] !== null);
  const first =
    present.find(({ name, schema }) => isIdentity(name, schema.pattern, parameters)) ?? present[0];
  const title = present.find((one) => one !== first && /^(?:name|title|label|subject)$/i.test(one.name));
  const status = present.find(isStatus);
  const rest = present.filter((one) => one !== first && one !== title && one !== status);
  const telling = rest.filter(({ name }) => item[name] !== false && item[name] !== 0).slice(0, mostDetails);
  const phrases: string[] = [];
  if (title) phrases.push(String(item[title.name]));
  for (const one of status ? [status, ...telling] : telling)
    phrases.push(phraseOf(one, item[one.name], true));
  return `${first ? String(item[first.name]) : ''}: ${phrases.join(', ')}`;
}

const isIdentity = (name: string, pattern: string | undefined, parameters: readonly { name: string }[]) =>
  parameters.some((parameter) => carries(name, parameter.name)) ||
  (/id$/i.test(name) && pattern !== undefined);
