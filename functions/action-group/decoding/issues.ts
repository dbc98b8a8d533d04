import type { $ZodIssue, $ZodRawIssue, $ZodTypes } from 'zod/v4/core';
import { isIntegral } from './decode';

const mostReasons = 5;
const mostCharacters = 900;

/** Joins reasons into one sentence that a model can act on, of bounded length whatever was sent. */
export function sentence(reasons: readonly string[]): string {
  const shown = reasons.slice(0, mostReasons);
  if (reasons.length > shown.length) shown.push(`and ${reasons.length - shown.length} more`);
  const text = `${shown.join('; ')}.`;
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}

/** A name as it may be repeated to a model: names come from outside and can be anything. */
export const safeName = (name: PropertyKey): string =>
  /^[\w.-]{1,64}$/.test(String(name)) ? String(name) : '(a name that is not repeated here)';

/** Where an issue is, as `lines[0].sku`. */
export const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at ? '.' : ''}${safeName(key)}`)).join('');

export const reasonOf = (issue: $ZodIssue): string =>
  issue.path.length > 0 ? `${pathOf(issue.path)}: ${issue.message}` : issue.message;

/**
 * Zod's error map: what is wrong and what would be right, in the words of the contract and never with the
 * value. zod/mini has no messages of its own, and its English locale weighs more than all of this.
 */
export function messageOf(issue: $ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing; it is required'
        : `must be ${nounOf(issue.inst, issue.expected)}`;
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum, issue.inclusive);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum, issue.inclusive);
    case 'invalid_format':
      return formatMessage(issue.format, issue.pattern);
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.map(safeName).join(', ')}; leave it out`;
    case 'invalid_union':
      return 'has none of the forms that are allowed';
    case 'invalid_key':
    case 'invalid_element':
      return 'has an entry that is not valid';
    default:
      return 'is not valid';
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

function nounOf(inst: unknown, expected: string): string {
  if (expected === 'number') {
    const { def } = (inst as $ZodTypes)._zod;
    return def.type === 'number' && isIntegral(def) ? 'a whole number' : 'a number';
  }
  return nouns[expected] ?? `of type ${expected}`;
}

function bound(
  origin: string,
  words: string,
  limit: number | bigint,
  inclusive: boolean | undefined,
): string {
  if (origin === 'string') return `must have ${words} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${words} ${limit} entries`;
  if (inclusive !== false) return `must be ${words} ${limit}`;
  return `must be ${words === 'at least' ? 'more' : 'less'} than ${limit}`;
}

const formats: Readonly<Record<string, string>> = {
  datetime: 'a time in ISO 8601, for example 2026-10-02T08:15:30Z',
  date: 'a date in ISO 8601, for example 2026-10-02',
  time: 'a time of day in ISO 8601, for example 08:15:30',
  duration: 'a duration in ISO 8601, for example P3D',
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
};

function formatMessage(format: string, pattern: string | undefined): string {
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (known) return `must be ${known}`;
  return format === 'regex' ? `must match ${pattern}` : `must be a valid ${format}`;
}
