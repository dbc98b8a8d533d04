import type { Divergence } from '../../replay/compare';
import type { InstructionChange } from '../../replay/instruction';
import type { Outcome } from '../../replay/outcome';
import { counted } from '../cli/counted';

/** In characters; the JSON output has values whole. */
const longest = 160;

export interface Replayed {
  readonly file: string;
  readonly outcomes: readonly Outcome[];
}

/** A file counts as passed when something of it could be run, and nothing came out otherwise. */
const passed = ({ outcomes }: Replayed): boolean =>
  outcomes.some(({ result }) => result === 'same') &&
  outcomes.every(({ result }) => result === 'same' || result === 'cannot run');

/** What became of a file as a whole. */
export function resultOf(one: Replayed): Outcome['result'] {
  if (passed(one)) return 'same';
  const of = (result: Outcome['result']) => one.outcomes.some((outcome) => outcome.result === result);
  return of('failed') ? 'failed' : of('diverged') ? 'diverged' : 'cannot run';
}

const words = {
  same: 'as recorded',
  diverged: 'diverged',
  failed: 'failed',
  'cannot run': 'could not be run',
} as const;
const titles = { diverged: 'DIVERGED', failed: 'FAILED', 'cannot run': 'NOT RUN' } as const;

/** What became of each file, for people; of those that are as recorded one line. */
export function textOf(all: readonly Replayed[]): string {
  const lines = all.flatMap((one) => {
    const { file, outcomes } = one;
    const result = resultOf(one);
    if (result === 'same') {
      const ran = outcomes.filter(({ result }) => result === 'same').map(({ mode }) => mode);
      return [`same      ${file} (${ran.join(', ')})`];
    }
    return [
      `${titles[result].padEnd(10)}${file}`,
      ...outcomes.flatMap(({ mode, result, why, divergences }) => [
        `  ${mode}: ${why === undefined ? result : `${result}. ${why}`}`,
        ...divergences.flatMap((one) => divergenceLines(one).map((line) => `    ${line}`)),
      ]),
    ];
  });
  const counts = (['same', 'diverged', 'failed', 'cannot run'] as const).flatMap((result) => {
    const count = all.filter((one) => resultOf(one) === result).length;
    if (count === 0) return [];
    return result === 'same' && count === all.length ? ['all as recorded'] : [`${count} ${words[result]}`];
  });
  return [
    ...lines,
    '',
    `${counted(all.length, 'recording')}, ${counts.join(', ')}`,
    ...instructionLines(all),
  ].join('\n');
}

/** Of decisions that were made under another instruction, once for each instruction: with whose they are. */
function instructionLines(all: readonly Replayed[]): string[] {
  const changes = new Map<string, { change: InstructionChange; files: string[] }>();
  for (const { file, outcomes } of all) {
    for (const { instruction } of outcomes) {
      if (!instruction) continue;
      const found = changes.get(instruction.recorded) ?? { change: instruction, files: [] };
      found.files.push(file);
      changes.set(instruction.recorded, found);
    }
  }
  return [...changes.values()].flatMap(({ change, files }) => [
    '',
    `${files.length} of them were decided under another instruction; what a model decides now, npm run -s eval shows:`,
    ...lineDifference(change.recorded, change.now),
    ...files.map((file) => `  ${file}`),
  ]);
}

function lineDifference(recorded: string, now: string): string[] {
  const [before, after] = [recorded.split('\n'), now.split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`),
  ];
}

/** One divergence, with the step by its number in its turn. */
export function divergenceLines({ turn, step, kind, of, name, path, recorded, now }: Divergence): string[] {
  const place = step > 0 ? `turn ${turn}, step ${step}` : `turn ${turn}`;
  const title = `${place}: ${kind}${kind.endsWith('decision') ? ' of' : ` ${of}`} ${name}${path ? ` ${path}` : ''}`;
  if (kind === 'reordered') return [`${title}: it was step ${recorded} and is step ${now}`];
  return [
    title,
    ...(recorded === undefined && kind === 'new' ? [] : [`  - ${short(recorded)}`]),
    ...(now === undefined && kind === 'removed' ? [] : [`  + ${short(now)}`]),
  ];
}

function short(value: unknown): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
