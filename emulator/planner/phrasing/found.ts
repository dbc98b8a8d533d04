import type { SchemaObject } from 'openapi3-ts/oas30';
import { plural, singular } from '../contract/operations';
import { type Call, isRecord } from '../dialogue/conversation';
import { matching, type Seek } from '../understanding/seek';
import { lineOf } from './list';
import { counted, itemPhrase } from './phrases';
import { capitalized } from './values';

/** Which of the things that were read hold what was looked for, one line each. */
export function describeFound(calls: readonly Call[], { words, list, of = 0 }: Seek): string {
  const sought = `“${words.map(({ lower }) => lower).join(' ')}”`;
  const found = calls.flatMap((call) => {
    const items = matching(call, words);
    return items.length > 0 ? [{ call, items }] : [];
  });
  if (!list) return found.map(({ call, items }) => `${capitalized(heldBy(call, items))}.`).join('\n');
  const noun = singular(list.noun);
  const all = `${calls.length < of ? 'the first ' : 'all '}${counted(calls.length, noun)} of the list`;
  if (found.length === 0) return `I looked through ${all} and found no ${sought} in them.`;
  const lines = found.map(({ call, items }) => {
    const value = isRecord(call.outcome?.value) ? call.outcome.value : {};
    return `- ${lineOf(list, value)}: ${heldBy(call, items)}`;
  });
  const where = found.length === 1 ? `one ${noun}` : `${found.length} ${plural(noun)}`;
  return [`I looked through ${all} and found ${sought} in ${where}:`, ...lines].join('\n');
}

function heldBy({ operation }: Call, items: readonly Record<string, unknown>[]): string {
  const holding = operation.answer.properties.find(({ schema }) => schema.type === 'array');
  const schema = (holding?.schema.type === 'array' ? holding.schema.items : undefined) ?? {};
  return items.map((item) => itemPhrase(item, schema as SchemaObject)).join('; ');
}
