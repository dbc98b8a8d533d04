import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Embedder } from '../embedding/embedder';
import { termsOf } from '../embedding/terms';

const sources = path.join(__dirname, '..', 'embedding');
/** Words on which libraries and the Unicode tables of Node have a say. */
const probe = "The café's 3 parcels (1,250.50 €) weren't returned: naïve customers' 退貨 カタログ of Straße.";

/** Names how texts become words and vectors: another name for another embedder, and whenever the rules change. */
export async function embeddingName(embedder: Embedder): Promise<string> {
  const [vector = new Float32Array()] = await embedder.embed([probe]);
  const digest = createHash('sha256')
    .update(JSON.stringify(termsOf(probe)))
    .update(vector);
  for (const file of readdirSync(sources).sort()) digest.update(readFileSync(path.join(sources, file)));
  return `${embedder.name} ${digest.digest('hex').slice(0, 16)}`;
}
