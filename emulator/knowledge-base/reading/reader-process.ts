import { embedderNamed } from '../embedding/embedders';
import { DocumentError } from '../parsing/parsed-document';
import { contentOf } from './content';
import type { ReadAnswer, ReadMessage } from './protocol';

/** Reads one document after the other for a DocumentReader, until that is gone. */
process.on('message', async (message: ReadMessage) => {
  const answer = (given: ReadAnswer) => process.send?.(given);
  try {
    const content = await contentOf({ ...message, embedder: embedderNamed(message.embedder) });
    answer({ type: 'content', content });
  } catch (error) {
    if (error instanceof DocumentError) {
      answer({ type: 'refused', status: error.status, reason: error.reason });
    } else answer({ type: 'error', message: (error as Error).stack ?? String(error) });
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready' } satisfies ReadAnswer);
