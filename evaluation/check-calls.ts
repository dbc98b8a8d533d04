import type { ExpectedCall } from '../recording/scenario';
import type { Check } from './check';
import type { EvidenceStep } from './evidence';

type Unknowable = (text: string) => boolean;

const redacted = 'An argument was replaced in the recording: nobody knows by what';
const noStatus = 'Nobody told the status of a call';

/** Whether a call is an expected one; undefined when that hangs on a status that nobody told. */
function fits(expected: ExpectedCall, { name, actionGroup, httpStatusCode, ...step }: EvidenceStep) {
  if (name !== expected.operationId) return false;
  if (expected.actionGroup !== undefined && expected.actionGroup !== actionGroup) return false;
  const given = Object.entries(expected.arguments ?? {});
  if (given.some(([key, value]) => step.arguments[key] !== value)) return false;
  if (expected.httpStatusCode === undefined || expected.httpStatusCode === httpStatusCode) return true;
  return httpStatusCode === null ? undefined : false;
}

const hidden = (calls: readonly ExpectedCall[], unknowable: Unknowable): boolean =>
  calls.some((call) => Object.values(call.arguments ?? {}).some(unknowable));

/** Exactly these calls, or confirmations, in this sequence. */
export function checkSequence(
  kind: 'calls' | 'confirmations',
  turn: number,
  expected: readonly ExpectedCall[],
  steps: readonly EvidenceStep[],
  unknowable: Unknowable,
): Check {
  const wanted = kind === 'calls' ? 'call' : 'confirmation';
  const actual = steps.filter((step) => step.kind === wanted);
  const check = { kind, turn, claim: `${kind} are ${describeAll(expected)}` };
  const count = Math.max(expected.length, actual.length);
  const results = Array.from({ length: count }, (_, at) => {
    const [one, other] = [expected[at], actual[at]];
    return one !== undefined && other !== undefined && fits(one, other);
  });
  // More or fewer of them is a failure whatever their arguments were.
  const countDiffers = expected.length !== actual.length;
  if (!countDiffers && hidden(expected, unknowable))
    return { ...check, result: 'not checked', why: redacted };
  const at = results.indexOf(false);
  if (at < 0) {
    return results.includes(undefined)
      ? { ...check, result: 'not checked', why: noStatus }
      : { ...check, result: 'passed' };
  }
  const [one, other] = [expected[at], actual[at]];
  const step = other?.number ?? steps.at(-1)?.number;
  return {
    ...check,
    result: 'failed',
    ...(step !== undefined && { step }),
    expected: one ? describeExpected(one) : `no ${at > 0 ? 'further ' : ''}${wanted}`,
    actual: other ? describeStep(other) : `no ${at > 0 ? 'further ' : ''}${wanted}`,
  };
}

/** None of the calls was made, with whatever result. */
export function checkForbidden(
  turn: number,
  forbidden: readonly ExpectedCall[],
  steps: readonly EvidenceStep[],
  unknowable: Unknowable,
): Check {
  const check = { kind: 'forbidden' as const, turn, claim: `never ${describeAll(forbidden)}` };
  const calls = steps.filter(({ kind }) => kind === 'call');
  const found = calls.find((call) => forbidden.some((one) => fits(one, call) === true));
  if (found) {
    const expected = 'not to be called';
    return { ...check, result: 'failed', step: found.number, expected, actual: describeStep(found) };
  }
  const suspects = forbidden.filter(({ operationId }) => calls.some(({ name }) => name === operationId));
  if (hidden(suspects, unknowable)) return { ...check, result: 'not checked', why: redacted };
  const unclear = calls.some((call) => suspects.some((one) => fits(one, call) === undefined));
  return unclear ? { ...check, result: 'not checked', why: noStatus } : { ...check, result: 'passed' };
}

const describeAll = (calls: readonly ExpectedCall[]): string =>
  calls.length === 0 ? 'none' : calls.map(describeExpected).join(', ');

const describeExpected = ({ operationId, httpStatusCode, ...call }: ExpectedCall): string =>
  described(operationId, call.arguments ?? {}, httpStatusCode);

/** For example `renewLoan(loanId: LN-20001) → 200`. */
export const describeStep = (step: EvidenceStep): string =>
  described(step.name, step.arguments, step.kind === 'call' ? (step.httpStatusCode ?? '?') : undefined);

function described(name: string, given: Readonly<Record<string, string>>, status?: number | string): string {
  const list = Object.entries(given).map(([key, value]) => `${key}: ${value}`);
  return `${name}(${list.join(', ')})${status === undefined ? '' : ` → ${status}`}`;
}
