import { outlineOf, partBefore } from '../answering/statements';
import { ownAttributes } from '../metadata/attributes';
import type { Library, Passage } from '../store/library';

/** Chunks that are read back at most: the heading of a longer section stays unknown. */
const furthest = 40;

/**
 * What holds on from above a passage in its document: the headings that it stands under and, where it begins within
 * a table, the names of its columns. Empty for a passage that begins its document.
 */
export async function outlineAbove({ store }: Library, { text, attributes }: Passage): Promise<string> {
  const id = String(attributes[ownAttributes.chunkId] ?? '');
  const [, contentId = '', parent = '', place = '0'] = /^(.*):(p?)(\d+)$/.exec(id) ?? [];
  const position = Number(place);
  if (position === 0) return '';
  const textAt = async (at: number) =>
    (await (parent ? store.parent(contentId, at) : store.chunk(contentId, at)))?.text ?? '';
  const first = Math.max(1, position - furthest);
  const above = await Promise.all(
    [0, ...Array.from({ length: position - first }, (_, n) => first + n)].map(textAt),
  );
  // Chunks overlap: what this one repeats is not above it, nor is it in the one before.
  const parts = above.map((one, at) => partBefore(above[at + 1] ?? text, one) ?? one);
  return outlineOf(parts.join('\n'));
}
