import type { ContentBlock, Message } from '../../agent/model';
import type { Operation } from '../contract/operations';
import { type Search, searchOf, searchResultsOf } from './searches';

export interface Outcome {
  readonly status: 'success' | 'failure' | 'denied';
  /** The answer as JSON, or as text where it was no JSON. */
  readonly value: unknown;
}

export interface Call {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly outcome?: Outcome;
}

/** What one text of the person led to. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly Call[];
  readonly searches: readonly Search[];
  /** What the person was told at its end; absent while it goes on. */
  readonly answer?: string;
}

type Draft = {
  text: string;
  answer?: string;
  searches: (Search & { id: string })[];
  calls: { id: string; operation: Operation; input: Call['input']; outcome?: Outcome }[];
};

/** The conversation so far, oldest turn first; the last one is the turn to answer. */
export function turnsOf(messages: readonly Message[], operations: ReadonlyMap<string, Operation>): Turn[] {
  const turns: Draft[] = [];
  for (const { role, content } of messages) {
    if (role === 'user') {
      for (const block of content) if ('toolResult' in block) settle(turns.at(-1), block);
      const text = content.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n');
      if (text) turns.push({ text, calls: [], searches: [] });
      continue;
    }
    const last = turns.at(-1);
    if (last && !content.some((block) => 'toolUse' in block)) last.answer = content.map(said).join('');
    for (const block of content) {
      if (!('toolUse' in block)) continue;
      const operation = operations.get(block.toolUse.name);
      const { toolUseId: id, input } = block.toolUse;
      if (operation) turns.at(-1)?.calls.push({ id, operation, input });
      const search = searchOf(block.toolUse);
      if (search) turns.at(-1)?.searches.push({ id, ...search });
    }
  }
  return turns;
}

function said(block: ContentBlock): string {
  if ('text' in block) return block.text;
  return 'citationsContent' in block ? block.citationsContent.content.map(({ text }) => text).join('') : '';
}

function settle(
  turn: Draft | undefined,
  { toolResult }: Extract<ContentBlock, { toolResult: unknown }>,
): void {
  const search = turn?.searches.findIndex(({ id }) => id === toolResult.toolUseId) ?? -1;
  const asked = turn?.searches[search];
  if (turn && asked) turn.searches[search] = { ...asked, results: searchResultsOf(toolResult) };
  const call = turn?.calls.find(({ id }) => id === toolResult.toolUseId);
  if (!call) return;
  const [first] = toolResult.content;
  const value = first && ('json' in first ? first.json : 'text' in first ? parsed(first.text) : undefined);
  const failed = toolResult.status === 'error' || isProblem(value, call.operation);
  const denied =
    failed && /\b(?:den(?:y|ied)|declined|refused|rejected|not confirm\w*)\b/i.test(textOf(value));
  call.outcome = { status: denied ? 'denied' : failed ? 'failure' : 'success', value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** An error body that came without the status: code and message, where a success has neither. */
function isProblem(value: unknown, { answer }: Operation): boolean {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value))
    return false;
  return !answer.properties.some(({ name }) => name === 'code' || name === 'message');
}

/** Whether what a call named is said not to be there. */
export const isUnknown = ({ outcome }: Call): boolean =>
  outcome?.status === 'failure' && isRecord(outcome.value) && /not_?found/i.test(String(outcome.value.code));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The items of a list that a call returned; undefined when its operation returns no list. */
export function itemsOf({ operation, outcome }: Call): Record<string, unknown>[] | undefined {
  const { listKey } = operation.answer;
  if (!listKey || outcome?.status !== 'success' || !isRecord(outcome.value)) return undefined;
  const items = outcome.value[listKey];
  return Array.isArray(items) ? items.filter(isRecord) : undefined;
}

export function nextTokenOf({ operation, outcome }: Call): string | undefined {
  const { nextTokenKey } = operation.answer;
  if (!nextTokenKey || outcome?.status !== 'success' || !isRecord(outcome.value)) return undefined;
  const token = outcome.value[nextTokenKey];
  return typeof token === 'string' && token !== '' ? token : undefined;
}
