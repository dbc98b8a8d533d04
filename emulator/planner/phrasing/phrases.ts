import type { SchemaObject } from 'openapi3-ts/oas30';
import { type Property, propertiesOf } from '../contract/answer';
import { plural, singular } from '../contract/operations';
import { isRecord } from '../dialogue/conversation';
import { capitalized, joined, labelOfName, readableCode, readableValue } from './values';

const isDate = ({ format }: SchemaObject) => format === 'date' || format === 'date-time';
const momentName = /^(.+) (at|on)$/;

/** A count with its noun: `1 item`, `3 items`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? singular(noun) : plural(singular(noun))}`;

/** One property within an enumeration: `total €89.90`, `placed on 2 October 2026`, `2 articles`. */
export function phraseOf(property: Property, value: unknown, short: boolean): string {
  const { name, schema, description, choices } = property;
  const label = labelOfName(name);
  if (typeof value === 'string' && choices.some((one) => one.value === value)) {
    return short && /stat(?:us|e)$/i.test(name) ? readableCode(value) : `${label} ${readableCode(value)}`;
  }
  if (Array.isArray(value)) return listPhrase(label, schema, value);
  const text = readableValue(value, schema, short);
  if (typeof value === 'string' && isDate(schema)) {
    const moment = momentName.exec(label)?.[1];
    return moment ? `${moment} on ${text}` : `${label} ${text}`;
  }
  const number = /^Number of (\w+)$/i.exec(description)?.[1];
  if (typeof value === 'number' && number) return counted(value, number);
  if (isRecord(value) && text.startsWith('{')) {
    const inner = propertiesOf(schema).filter((one) => one.name in value);
    return `${label}: ${inner.map((one) => phraseOf(one, value[one.name], short)).join(', ')}`;
  }
  if (typeof value === 'string' && !schema.pattern && /\s/.test(value) && isProse(value, schema))
    return `${label} “${value}”`;
  if (typeof value === 'boolean') return flagPhrase(label, value).replace(/^is /, '');
  return `${label} ${text}`;
}

/** Long, or meant to be: somebody's own words. */
const isProse = (value: string, { maxLength = 0 }: SchemaObject): boolean =>
  value.length > 30 || maxLength >= 100;

function listPhrase(label: string, schema: SchemaObject, values: readonly unknown[]): string {
  const items = (schema.items ?? {}) as SchemaObject;
  const lines = values.map((value) =>
    isRecord(value) ? itemPhrase(value, items) : readableValue(value, items, true),
  );
  return `${counted(values.length, singular(label))}${lines.length > 0 ? `: ${lines.join('; ')}` : ''}`;
}

/** `Rain jacket, navy, M (quantity 1, unit price €89.90)` */
export function itemPhrase(item: Record<string, unknown>, schema: SchemaObject): string {
  const properties = propertiesOf(schema).filter(({ name }) => name in item);
  const title = properties.find(({ name }) => /^(?:name|title|label|subject)$/i.test(name)) ?? properties[0];
  const rest = properties.filter((property) => property !== title);
  const details = rest.map((property) => phraseOf(property, item[property.name], true)).join(', ');
  return `${title ? String(item[title.name]) : ''}${details ? ` (${details})` : ''}`;
}

/** One property as a sentence about a thing: `Loan 7 was placed on …`, `The total of loan 7 is …`. */
export function sentenceOf(thing: string, property: Property, value: unknown): string {
  const { name, schema, choices } = property;
  const label = labelOfName(name);
  const owned = thing === 'it' ? `its ${label}` : `the ${label} of ${thing}`;
  if (typeof value === 'string' && choices.some((one) => one.value === value)) {
    const code = readableCode(value);
    return /stat(?:us|e)$/i.test(name)
      ? `${capitalized(thing)} is ${code}.`
      : `${capitalized(owned)} is ${code}.`;
  }
  if (Array.isArray(value)) return `${capitalized(thing)} has ${listPhrase(label, schema, value)}.`;
  const text = readableValue(value, schema, false);
  const moment = isDate(schema) ? momentName.exec(label)?.[1] : undefined;
  if (moment && /[^s]s$/.test(moment)) return `${capitalized(thing)} ${moment} on ${text}.`;
  if (moment) return `${capitalized(thing)} ${/(?:ed|t)$/.test(moment) ? 'was' : 'is'} ${moment} on ${text}.`;
  if (isRecord(value) && text.startsWith('{'))
    return `${capitalized(thing)}: ${phraseOf(property, value, false)}.`;
  if (typeof value === 'boolean') return `${capitalized(thing)} ${flagPhrase(label, value)}.`;
  if (typeof value === 'number' && text === String(value) && /[^s]s$/.test(label)) {
    return `${capitalized(thing)} has ${value === 0 ? `no ${label}` : counted(value, label)}.`;
  }
  const quoted = typeof value === 'string' && !schema.pattern && !isDate(schema) && /\s/.test(value);
  return `${capitalized(owned)} is ${quoted ? `“${text}”` : text}.`;
}

/** `isGift` → `is a gift`-like wording is not to be had; `reserved` → `is not reserved`, `hasLid` → `has no lid`. */
function flagPhrase(label: string, value: boolean): string {
  const [, verb, rest] = /^(is|has|can|was) (.+)$/.exec(label) ?? [];
  if (verb === 'has') return `has ${value ? '' : 'no '}${rest}`;
  return `${verb ?? 'is'} ${value ? '' : 'not '}${rest ?? label}`;
}

export const absent = (thing: string, properties: readonly Property[]): string =>
  `I see no ${joined(
    properties.map(({ name }) => labelOfName(name)),
    'or',
  )} for ${thing}.`;
