import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { parseFunctionName } from '../../../emulator/lambda/function-name';
import { InvocationLog } from '../../../emulator/lambda/invocation-log';
import { onLines } from '../../../emulator/lambda/lines';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const qualifier = fc.option(fc.constantFrom('$LATEST', '1', 'live'), { nil: undefined });
const prefix = fc.constantFrom(
  '',
  'function:',
  '123456789012:function:',
  'arn:aws:lambda:eu-west-1:123456789012:function:',
);

it('reads every form of a function name', () => {
  fc.assert(
    fc.property(prefix, name, qualifier, (before, functionName, behind) => {
      const text = `${before}${functionName}${behind === undefined ? '' : `:${behind}`}`;
      fc.pre(before !== '' || functionName !== 'function' || behind === undefined);
      expect(parseFunctionName(text)).toEqual({ functionName, qualifier: behind });
    }),
  );
});

it.each(['', 'a b', 'a/b', 'x'.repeat(65), 'arn:aws:s3:::bucket', 'name:'])(
  '%j is no function name',
  (text) => expect(parseFunctionName(text)).toBeUndefined(),
);

it('finds lines however they are cut, and only at newlines', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ž', '\r', '\t', '😀') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(text),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      async (lines, sizes) => {
        const stream = new PassThrough();
        const seen: string[] = [];
        onLines(stream, (line) => seen.push(line));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        for (let start = 0; start < bytes.length; ) {
          const end = start + (sizes.next().value as number);
          stream.write(bytes.subarray(start, end));
          start = end;
        }
        const ended = new Promise((resolve) => stream.once('end', resolve));
        stream.end();
        await ended;
        expect(seen).toEqual(lines);
      },
    ),
  );
});

it('holds little more than the last 4 KB of a log, an empty line at its beginning or not', () => {
  const log = new InvocationLog('id', { logFormat: 'Text', memorySizeInMb: 128 }, () => {});
  for (let line = 0; line < 1000; line++) log.add(line % 10 === 0 ? '' : 'x'.repeat(100));
  expect(JSON.stringify(log).length).toBeLessThan(10_000);
});

it('keeps the last 4 KB of a log', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 600 }), { maxLength: 60 }), (lines) => {
      const printed: string[] = [];
      const log = new InvocationLog('id', { logFormat: 'Text', memorySizeInMb: 128 }, (line) =>
        printed.push(line),
      );
      for (const line of lines) log.add(line);
      expect(printed).toEqual(lines);
      const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      expect(log.tail).toBe(whole.subarray(-4096).toString());
    }),
  );
});
