import { type Part, parts } from './cases';
import type { Figures, PartFigures } from './figures';
import type { SweepPoint } from './sweep';

export interface Wrong {
  readonly id: string;
  readonly expected: string;
  readonly was: string;
}

export interface GuardrailReport {
  readonly guardrailIdentifier: string;
  readonly guardrailVersion: string;
  /** Whose judgement it is. */
  readonly judgedBy: string;
  readonly parts: Readonly<Record<Part, PartFigures>>;
  /** Of the part that rules may be chosen by; of the held-out one nobody should look at single cases. */
  readonly wrong: readonly Wrong[];
  readonly sweep?: Readonly<Record<Part, readonly SweepPoint[]>>;
}

const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);
const columns = (name: string, [tuning, heldOut]: readonly (Figures | undefined)[]) =>
  [
    name.padEnd(36),
    ...[tuning, heldOut].map((one) =>
      one
        ? `${percent(one.precision).padStart(9)} ${percent(one.recall).padStart(9)} ${String(one.cases).padStart(4)}`
        : ''.padEnd(24),
    ),
  ].join('  ');

const header = [
  `${''.padEnd(36)}  ${'tuning'.padEnd(24)}  held-out`,
  `${''.padEnd(36)}  ${[0, 1].map(() => `${'precision'.padStart(9)} ${'recall'.padStart(9)} ${'n'.padStart(4)}`).join('  ')}`,
];

export function report(result: GuardrailReport): string {
  const { guardrailIdentifier, guardrailVersion, judgedBy, wrong, sweep } = result;
  const [tuning, heldOut] = parts.map((part) => result.parts[part]);
  const policies = tuning?.policies.map(({ policy }) => policy) ?? [];
  const of = (policy: string) =>
    [tuning, heldOut].map((part) => part?.policies.find((one) => one.policy === policy));
  return [
    `Guardrail ${guardrailIdentifier}, version ${guardrailVersion}, judged by ${judgedBy}`,
    '',
    ...header,
    ...policies.map((policy) => columns(policy, of(policy))),
    columns('all', [tuning?.all, heldOut?.all]),
    '',
    ...parts.map((part) => {
      const { rightActions, cases, masked } = result.parts[part];
      return `${part}: ${rightActions} of ${cases} blocked, masked or let pass as they should be; ${masked.right} of ${masked.of} masked texts exact`;
    }),
    ...(wrong.length > 0 ? ['', 'Wrong in tuning:'] : []),
    ...wrong.map(({ id, expected, was }) => `  ${id}: ${expected}, was ${was}`),
    ...(sweep ? ['', 'At other strengths and thresholds:', ...header, ...sweepLines(sweep)] : []),
  ].join('\n');
}

const sweepLines = (sweep: Readonly<Record<Part, readonly SweepPoint[]>>): string[] =>
  sweep.tuning.map((point) => {
    const other = sweep['held-out'].find(({ policy, at }) => policy === point.policy && at === point.at);
    return columns(`${point.policy} ${point.at}`, [point, other]);
  });
