import { bytesOf, chunkIn, chunkOf } from '../chunk';
import type { LineOf } from '../format';
import type { Redactor } from './redactor';

/** The lines of chunks that follow each other, redacted as one text and cut again at the same bytes. */
export function chunkLines(held: readonly LineOf<'event'>[], redactor?: Redactor): string {
  const parts = held.map(({ event }) => bytesOf(chunkIn(event) ?? { text: '' }));
  const whole = chunkOf(Buffer.concat(parts));
  const redacted = redactor && 'text' in whole ? Buffer.from(redactor.redact(whole.text)) : undefined;
  let at = 0;
  const lines = held.map((line, index) => {
    const length = parts[index]?.length ?? 0;
    const bytes = redacted?.subarray(at, at + length);
    at += length;
    const { text: _, base64: __, ...rest } = line.event.chunk as Readonly<Record<string, unknown>>;
    const chunk = { ...(bytes ? chunkOf(bytes) : chunkIn(line.event)), ...besideText(rest, redactor) };
    return `${JSON.stringify({ ...line, event: { chunk } })}\n`;
  });
  return lines.join('');
}

/** A chunk's text is redacted already, and once only: what stands beside it, citations, is not. */
function besideText(rest: object, redactor?: Redactor): object {
  if (!redactor || Object.keys(rest).length === 0) return rest;
  return JSON.parse(redactor.redact(JSON.stringify(rest)));
}
