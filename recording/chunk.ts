/** A chunk's bytes as a line has them. */
export type ChunkBytes = { readonly text: string } | { readonly base64: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As text where that gives the same bytes back; a character may be split over two chunks. */
export function chunkOf(bytes: Uint8Array): ChunkBytes {
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

export const bytesOf = (chunk: ChunkBytes): Buffer =>
  'text' in chunk ? Buffer.from(chunk.text) : Buffer.from(chunk.base64, 'base64');

/** The chunk of a recorded event, if it is one. */
export function chunkIn(event: Readonly<Record<string, unknown>>): ChunkBytes | undefined {
  const { chunk } = event as { readonly chunk?: Readonly<Record<string, unknown>> };
  if (typeof chunk?.text === 'string') return { text: chunk.text };
  return typeof chunk?.base64 === 'string' ? { base64: chunk.base64 } : undefined;
}
