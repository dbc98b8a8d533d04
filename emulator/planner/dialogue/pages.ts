import type { Operation } from '../contract/operations';
import { type Call, isRecord, itemsOf, nextTokenOf } from './conversation';

type Input = Readonly<Record<string, unknown>>;

/** Pages read in one turn to see all of a list: steps of the agent's loop are few. */
const mostPages = 5;

const pageName = ({ parameters }: Operation) => parameters.find(({ kind }) => kind === 'page')?.name;

/** The pages of one list that were read, the first one first. */
export function pagesOf(calls: readonly Call[], operation: Operation, input: Input): Call[] {
  const page = pageName(operation) ?? '';
  const { [page]: _, ...base } = input;
  return calls.filter((call) => {
    const { [page]: __, ...own } = call.input;
    return call.operation === operation && sameInput(own, base);
  });
}

/** What reads the page after those; undefined when there is none or enough were read. */
export function nextPageInput(pages: readonly Call[]): Input | undefined {
  const last = pages.at(-1);
  const token = last && nextTokenOf(last);
  const page = last && pageName(last.operation);
  return token && page && pages.length < mostPages ? { ...last.input, [page]: token } : undefined;
}

/** The pages as one, with the items that `keeps` keeps. */
export function merged(pages: readonly Call[], keeps: (item: Input) => boolean): Call | undefined {
  const [first] = pages;
  const last = pages.at(-1);
  const { listKey = '', nextTokenKey = '' } = first?.operation.answer ?? {};
  if (!first || !last || pages.some((call) => itemsOf(call) === undefined)) return undefined;
  const items = pages.flatMap((call) => itemsOf(call) ?? []).filter(keeps);
  const { [nextTokenKey]: _, ...rest } = isRecord(first.outcome?.value) ? first.outcome.value : {};
  const token = nextTokenOf(last);
  const value = { ...rest, [listKey]: items, ...(token !== undefined && { [nextTokenKey]: token }) };
  return { ...first, outcome: { status: 'success', value } };
}

export function sameInput(a: Input, b: Input): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
