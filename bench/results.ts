import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import * as path from 'node:path';

export interface Row {
  readonly what: string;
  readonly measured: string;
  /** The peer or floor of the same run. */
  readonly beside?: string;
  readonly goal?: string;
  /** Whether the goal was reached; absent where there is none. */
  readonly reached?: boolean;
}

export interface Section {
  readonly title: string;
  /** How it was measured, in one or two sentences. */
  readonly how: string;
  readonly rows: readonly Row[];
}

const resultsFile = path.join(__dirname, '..', 'docs', 'benchmarks.md');

export function format(sections: readonly Section[], date: string): string {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
  const mark = ({ reached }: Row) => (reached === undefined ? '' : reached ? ': reached' : ': **missed**');
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench\` on ${date}: ${machine}. Medians; what stands side by side was measured in the same run, interleaved.`,
    ...sections.flatMap(({ title, how, rows }) => [
      '',
      `## ${title}`,
      '',
      how,
      '',
      '| what | measured | beside | goal |',
      '| --- | --- | --- | --- |',
      ...rows.map(
        (row) => `| ${row.what} | ${row.measured} | ${row.beside ?? ''} | ${row.goal ?? ''}${mark(row)} |`,
      ),
    ]),
    '',
  ].join('\n');
}

export function write(text: string): void {
  writeFileSync(resultsFile, text);
}
