import type { SchemaObject } from 'openapi3-ts/oas30';
import { nameWords } from '../language/words';

const formats = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
const dateFormat = new Intl.DateTimeFormat('en-GB', formats);
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const moneyFormats = new Map<string, MoneyFormat>();

/** `2026-10-06` → `6 October 2026`; with a time of day unless `short`. Anything that is no date stays as it is. */
export function readableDate(value: string, short: boolean): string {
  const time = new Date(value);
  if (!/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(time.getTime())) return value;
  const day = dateFormat.format(time);
  return short || value.length === 10 ? day : `${day} at ${timeFormat.format(time)} UTC`;
}

interface Money {
  readonly amount: number;
  readonly currency: string;
}

const cents: Readonly<Record<string, string>> = { euro: 'EUR', dollar: 'USD', pound: 'GBP', franc: 'CHF' };

/** Money as an object of amount and ISO 4217 currency, or as a number described "in cents of a euro". */
function moneyOf(value: unknown, { properties, description = '' }: SchemaObject): Money | undefined {
  if (typeof value === 'number') {
    const unit = /\bin (?:cents|pence|minor units) of an? (\w+)/i.exec(description)?.[1]?.toLowerCase() ?? '';
    const currency = Object.hasOwn(cents, unit) ? cents[unit] : undefined;
    return currency ? { amount: value, currency } : undefined;
  }
  if (typeof value !== 'object' || value === null || !properties) return undefined;
  const entries = Object.entries(value);
  const amount = entries.find(([, one]) => typeof one === 'number');
  const currency = entries.find(([, one]) => typeof one === 'string' && /^[A-Z]{3}$/.test(one));
  if (entries.length !== 2 || !amount || !currency) return undefined;
  const schema = properties[amount[0]] as SchemaObject | undefined;
  const minor = schema?.type === 'integer' || /minor units|cents/i.test(schema?.description ?? '');
  return { amount: minor ? amount[1] : amount[1] * minorUnitsOf(currency[1]), currency: currency[1] };
}

/** `{amount: 8990, currency: 'EUR'}` → `€89.90`; the currency decides how many digits follow the point. */
const readableMoney = ({ amount, currency }: Money): string =>
  moneyFormat(currency).format.format(amount / minorUnitsOf(currency));

const minorUnitsOf = (currency: string) => moneyFormat(currency).minorUnits;

interface MoneyFormat {
  readonly format: Intl.NumberFormat;
  /** In one unit: 100 cents in a euro. */
  readonly minorUnits: number;
}

function moneyFormat(currency: string): MoneyFormat {
  const known = moneyFormats.get(currency);
  if (known) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const made = { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
  moneyFormats.set(currency, made);
  return made;
}

/** A code of an allowed value as words: `ON_LOAN` → `on loan`. */
export const readableCode = (value: string): string => value.replace(/_/g, ' ').toLowerCase();

/** `trackingNumber` → `tracking number` */
export const labelOfName = (name: string): string => nameWords(name).join(' ');

/** One plain value as people read it. */
export function readableValue(value: unknown, schema: SchemaObject, short: boolean): string {
  const money = moneyOf(value, schema);
  if (money) return readableMoney(money);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  if (schema.format === 'date' || schema.format === 'date-time') return readableDate(value, short);
  return value;
}

export const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export function joined(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
