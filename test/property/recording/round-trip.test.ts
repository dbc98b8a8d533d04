import fc from 'fast-check';
import { bytesOf, chunkIn } from '../../../recording/chunk';
import { parseRecording } from '../../../recording/read';
import { Recorder } from '../../../recording/recorder';
import { Redactor } from '../../../recording/redact/redactor';
import { recordingHeader } from '../../kit/recording-header';

function record(turns: readonly (readonly Uint8Array[])[], redactor?: Redactor): string {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  let time = 0;
  const recorder = new Recorder({
    header: recordingHeader,
    write,
    now: () => time++,
    toolName: (group) => group,
    ...(redactor && { redaction: { redactor, rewrite: (text) => void lines.splice(0, lines.length, text) } }),
  });
  for (const chunks of turns) {
    recorder.request({ inputText: 'Hello', sessionId: 's-1', agentId: 'AGENT12345' });
    for (const bytes of chunks) recorder.event({ chunk: { bytes } });
    recorder.end();
  }
  recorder.close();
  return lines.join('');
}

const chunks = fc.array(
  fc.oneof(
    fc.uint8Array({ minLength: 0, maxLength: 12 }),
    fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
    // The mark in front of a text, which decoders like to swallow.
    fc.string().map((text) => new TextEncoder().encode(`\ufeff${text}`)),
  ),
  { maxLength: 6 },
);

describe('what was written', () => {
  it('is read again, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(chunks, { maxLength: 4 }), (turns) => {
        const { cut, turns: read } = parseRecording(record(turns));
        expect(cut).toBeUndefined();
        const bytes = read.map(({ events }) =>
          events.map(({ event }) => [...bytesOf(chunkIn(event) ?? { text: '' })]),
        );
        expect(bytes).toEqual(turns.map((turn) => turn.map((chunk) => [...chunk])));
      }),
    );
  });

  it('is readable up to wherever it is cut off, and then says so', () => {
    fc.assert(
      fc.property(
        fc.array(chunks, { maxLength: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (turns, share) => {
          const whole = Buffer.from(record(turns));
          const firstLine = whole.indexOf('\n') + 1;
          const end = firstLine + Math.floor(share * (whole.length - firstLine));
          // The cut may fall into a character, as a crash would.
          const { cut, turns: read } = parseRecording(whole.subarray(0, end).toString());
          expect(cut !== undefined).toBe(end < whole.length);
          expect(read.length).toBeLessThanOrEqual(turns.length);
        },
      ),
    );
  });

  it('is redacted across chunks, and each keeps its length', () => {
    const text = 'It is LN-123456, and LN-654321 too.';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), text.length];
        const pieces = ends.map((end, at) => Buffer.from(text.slice(ends[at - 1] ?? 0, end)));
        const redactor = new Redactor('a key', [{ name: 'loanId', pattern: 'LN-\\d{6}' }]);
        const expected = new Redactor('a key', [{ name: 'loanId', pattern: 'LN-\\d{6}' }]).redact(text);
        const [turn] = parseRecording(record([pieces], redactor)).turns;
        const read = (turn?.events ?? []).map(({ event }) => bytesOf(chunkIn(event) ?? { text: '' }));
        expect(read.map(({ length }) => length)).toEqual(pieces.map(({ length }) => length));
        expect(Buffer.concat(read).toString()).toBe(expected);
        expect(expected).not.toMatch(/123456|654321/);
      }),
    );
  });
});
