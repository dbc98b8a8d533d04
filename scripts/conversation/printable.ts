/**
 * Text of an agent for a stream. On a terminal without control characters: what a document or a table holds
 * could otherwise move the cursor, and show a question other than the one that is asked.
 */
export function printable(text: string, stream: { readonly isTTY?: boolean }): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove.
  return stream.isTTY ? text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '') : text;
}
