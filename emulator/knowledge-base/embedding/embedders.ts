import type { Embedder } from './embedder';
import { lexicalEmbedder } from './lexical-embedder';

/** The embedder of that name, as it is in another process. Throws for a name that there is not. */
export function embedderNamed(name: string): Embedder {
  const [, dimensions] = /^lexical-(\d+)$/.exec(name) ?? [];
  if (dimensions === undefined) throw new Error(`There is no embedder ${name}`);
  return lexicalEmbedder(Number(dimensions));
}
