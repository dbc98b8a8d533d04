import type { AgentEvent } from './turn';

/** Characters after which a streamed answer's chunk ends with the word; the default applyGuardrailInterval. */
const chunkLength = 50;

/** The answer as one chunk or, streamed, in several: the model gives it whole, so the pieces come at once. */
export function* chunks(text: string, streamed: boolean): Generator<AgentEvent> {
  let piece = '';
  for (const word of streamed ? text.split(/(?<=\s)(?=\S)/) : [text]) {
    piece += word;
    if (piece.length < chunkLength) continue;
    yield chunkOf(piece);
    piece = '';
  }
  if (piece !== '') yield chunkOf(piece);
}

const chunkOf = (text: string): AgentEvent => ({ chunk: { bytes: new TextEncoder().encode(text) } });
