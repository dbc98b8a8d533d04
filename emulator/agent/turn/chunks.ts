import type { Citation } from '@aws-sdk/client-bedrock-agent-runtime';
import type { CitedAnswer } from '../knowledge-base/cited-answer';
import type { AgentEvent } from './turn';

/** Characters after which a streamed answer's chunk ends with the word, unless the caller says another number. */
export const defaultGuardrailInterval = 50;

/**
 * The answer as one chunk or, streamed, in several: the model gives it whole, so the pieces come at once. A
 * citation comes with the piece that completes its text, and its span is of the whole answer.
 */
export function* chunks(
  { text, citations }: CitedAnswer,
  streamed: boolean,
  interval = defaultGuardrailInterval,
): Generator<AgentEvent> {
  if (text === '') return;
  if (!streamed) return yield chunkOf(text, citations);
  let sent = 0;
  for (const end of endsOf(text, citations.map(endOf), interval)) {
    const completed = citations.filter((citation) => sent < endOf(citation) && endOf(citation) <= end);
    yield chunkOf(text.slice(sent, end), completed);
    sent = end;
  }
}

/** Behind the last character of a citation's text. */
const endOf = ({ generatedResponsePart }: Citation): number =>
  (generatedResponsePart?.textResponsePart?.span?.end ?? -1) + 1;

/** Where pieces end: with a word, once they are long enough, and with every cited text. */
function endsOf(text: string, cited: readonly number[], interval: number): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const stop of [...new Set([...cited, text.length])].sort((a, b) => a - b)) {
    let piece = 0;
    for (const word of text.slice(from, stop).split(/(?<=\s)(?=\S)/)) {
      piece += word.length;
      from += word.length;
      if (piece < interval && from < stop) continue;
      ends.push(from);
      piece = 0;
    }
  }
  return ends;
}

const chunkOf = (text: string, citations: readonly Citation[]): AgentEvent => ({
  chunk: {
    bytes: new TextEncoder().encode(text),
    ...(citations.length > 0 && { attribution: { citations: [...citations] } }),
  },
});
