import { clausesOf } from '../../planner/language/clauses';
import type { FoundPassage } from '../answering/candidates';
import { excerptsOf, mostSearches, readOn } from '../answering/excerpts';
import type { Passage } from '../store/library';
import type { Retrieved } from './retrieve';

/** Something that a passage says: a sentence as it stands there, or a table's row in words. */
export interface Extract {
  readonly text: string;
  readonly passage: Passage;
}

/**
 * What retrieved passages say to the question that they were retrieved for, chosen as the offline planner chooses it.
 * Nothing is understood: words are counted. Empty when nothing relevant was found.
 */
export async function extract(retrieved: Retrieved): Promise<Extract[]> {
  const question = { clauses: clausesOf(retrieved.query, new Set()).map(({ text }) => text) };
  const weight = (term: string) => retrieved.weights.get(term) ?? 1;
  const queries = [retrieved.query];
  const found = await foundBy(retrieved);
  while (queries.length < mostSearches) {
    const next = readOn(question, [...found.keys()], weight).find((query) => !queries.includes(query));
    if (next === undefined) break;
    queries.push(next);
    for (const [one, passage] of await foundBy(await retrieved.again(next))) found.set(one, passage);
  }
  const bySource = new Map([...found].map(([{ source }, passage]) => [source, passage]));
  const told = new Map<string, Extract>();
  for (const { text, lead, source } of excerptsOf(question, [...found.keys()], weight)) {
    const passage = bySource.get(source);
    if (passage && lead) told.set(lead, { text: lead, passage });
    if (passage) told.set(text, { text, passage });
  }
  return [...told.values()];
}

const foundBy = async ({ passages, above }: Retrieved): Promise<Map<FoundPassage, Passage>> =>
  new Map(
    await Promise.all(
      passages.map(async (passage): Promise<[FoundPassage, Passage]> => {
        const { text, document } = passage;
        const name = document.id.split('/').at(-1) ?? document.id;
        const source = `${document.id}\n${text}`;
        return [{ source, document: name, text, before: await above(passage) }, passage];
      }),
    ),
  );
