import { divergenceLines, type Replayed, resultOf } from './show-divergences';

/** The outcomes in JUnit's XML: a suite for each file, a case for each way in which it was replayed. */
export function junitOf(all: readonly Replayed[]): string {
  const cases = all.flatMap((one) => one.outcomes.map(({ result }) => isFailure(one, result)));
  const failures = cases.filter((failed) => failed).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failures}">`,
    ...all.flatMap((one) => [
      `  <testsuite name="${escaped(one.file)}" tests="${one.outcomes.length}" failures="${one.outcomes.filter(({ result }) => isFailure(one, result)).length}">`,
      ...one.outcomes.flatMap(({ mode, result, why, divergences }) => {
        const start = `    <testcase classname="${escaped(one.file)}" name="${mode}"`;
        if (result === 'same') return [`${start}/>`];
        if (!isFailure(one, result)) {
          return [`${start}>`, `      <skipped message="${escaped(why ?? '')}"/>`, '    </testcase>'];
        }
        const text = divergences.flatMap(divergenceLines).join('\n');
        const message = why ?? `${divergences.length} divergences`;
        return [
          `${start}>`,
          `      <failure message="${escaped(message)}">${escaped(text)}</failure>`,
          '    </testcase>',
        ];
      }),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

/** A recording of which nothing can be run tests nothing, which is a failure of both ways. */
const isFailure = (one: Replayed, result: string): boolean =>
  result === 'diverged' || result === 'failed' || (result !== 'same' && resultOf(one) === 'cannot run');

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML, and for HTML. XML 1.0 has no characters for controls and half characters, not even escaped. */
export const escaped = (text: string): string =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (one) => names[one] ?? one);
