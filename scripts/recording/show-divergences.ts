import type { Divergence } from '../../replay/compare';
import type { Outcome } from '../../replay/outcome';

/** In characters; the JSON output has values whole. */
const longest = 160;

export interface Replayed {
  readonly file: string;
  readonly outcomes: readonly Outcome[];
}

/** A file counts as passed when something of it could be run, and nothing came out otherwise. */
export const passed = ({ outcomes }: Replayed): boolean =>
  outcomes.some(({ result }) => result === 'same') &&
  outcomes.every(({ result }) => result === 'same' || result === 'cannot run');

/** What became of each file, for people; of those that are as recorded one line. */
export function textOf(all: readonly Replayed[]): string {
  const lines = all.flatMap((one) => {
    const { file, outcomes } = one;
    if (passed(one)) {
      const ran = outcomes.filter(({ result }) => result === 'same').map(({ mode }) => mode);
      return [`same      ${file} (${ran.join(', ')})`];
    }
    return [
      `DIVERGED  ${file}`,
      ...outcomes.flatMap(({ mode, result, why, divergences }) => [
        `  ${mode}: ${why === undefined ? result : `${result}. ${why}`}`,
        ...divergences.flatMap((one) => divergenceLines(one).map((line) => `    ${line}`)),
      ]),
    ];
  });
  const diverged = all.filter((one) => !passed(one)).length;
  const sum = `${all.length} recordings, ${diverged === 0 ? 'all as recorded' : `${diverged} diverged`}`;
  return [...lines, '', sum].join('\n');
}

/** One divergence, with the step by its number in its turn. */
export function divergenceLines({ turn, step, kind, of, name, path, recorded, now }: Divergence): string[] {
  const place = step > 0 ? `turn ${turn}, step ${step}` : `turn ${turn}`;
  const title = `${place}: ${kind}${kind.endsWith('decision') ? '' : ` ${of}`} ${name}${path ? ` ${path}` : ''}`;
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
