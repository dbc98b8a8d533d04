import type { Citation, RetrievedReference } from '@aws-sdk/client-bedrock-agent-runtime';
import type { ContentBlock, Message } from '../model';

/** An answer with citations whose spans are of its whole text, in UTF-16 code units; both ends are within. */
export interface CitedAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** What a model says, with what it rests on. A citation of a source that was not retrieved in the turn is left out. */
export function citedAnswer(
  { content }: Message,
  references: ReadonlyMap<string, RetrievedReference>,
): CitedAnswer {
  let text = '';
  const citations: Citation[] = [];
  for (const block of content) {
    const part = textOfBlock(block);
    const start = text.length;
    text += part;
    if (!('citationsContent' in block) || part === '') continue;
    const sources = new Set(block.citationsContent.citations.map(({ source }) => source));
    const retrievedReferences = [...sources].flatMap((source) => references.get(source) ?? []);
    if (retrievedReferences.length === 0) continue;
    // The end is the last character's position, as recorded answers of AWS have it (docs/decisions).
    const span = { start, end: text.length - 1 };
    citations.push({
      generatedResponsePart: { textResponsePart: { text: part, span } },
      retrievedReferences,
    });
  }
  return { text, citations };
}

/** What of a block is said to the user. */
export function textOfBlock(block: ContentBlock): string {
  if ('text' in block) return block.text;
  if ('citationsContent' in block) return block.citationsContent.content.map(({ text }) => text).join('');
  return '';
}
