import { divergenceLines, type Replayed } from './show-divergences';

/** The outcomes in JUnit's XML: a suite for each file, a case for each way in which it was replayed. */
export function junitOf(all: readonly Replayed[]): string {
  const cases = all.flatMap(({ file, outcomes }) => outcomes.map((outcome) => ({ file, outcome })));
  const failures = cases.filter(({ outcome }) => isFailure(outcome.result)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failures}">`,
    ...all.flatMap(({ file, outcomes }) => [
      `  <testsuite name="${escaped(file)}" tests="${outcomes.length}" failures="${outcomes.filter(({ result }) => isFailure(result)).length}">`,
      ...outcomes.flatMap(({ mode, result, why, divergences }) => {
        const start = `    <testcase classname="${escaped(file)}" name="${mode}"`;
        if (result === 'same') return [`${start}/>`];
        if (result === 'cannot run') {
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

const isFailure = (result: string): boolean => result === 'diverged' || result === 'failed';

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML, and for HTML. XML 1.0 has no characters for most of ASCII's controls, not even escaped. */
export const escaped = (text: string): string =>
  text.replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd').replace(/[&<>"]/g, (one) => names[one] ?? one);
