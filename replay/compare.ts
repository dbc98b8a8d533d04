import type { Recording } from '../recording/read';
import { differences } from './compare-values';
import { type Step, stepsOf } from './steps';

/** What became different. A step is counted from 1 within its turn: the recorded one's place, or the new one's. */
export interface Divergence {
  readonly turn: number;
  readonly step: number;
  readonly kind: 'new' | 'removed' | 'reordered' | 'changed' | 'missing decision' | 'unused decision';
  readonly of: Step['kind'] | 'decision';
  readonly name: string;
  /** Of what changed: for example `status`, or `body.items[0].name`. */
  readonly path?: string;
  readonly recorded?: unknown;
  readonly now?: unknown;
}

/** The envelope's own volatile fields: a token holds a digest over whatever its page belongs to. */
const envelopeVolatile = ['nextPageToken', 'pageToken'] as const;

export const volatileOf = (...recordings: readonly Pick<Recording, 'header'>[]): ReadonlySet<string> =>
  new Set([...envelopeVolatile, ...recordings.flatMap(({ header }) => header.volatile)]);

/** Where two recordings of one conversation differ, turn by turn and step by step. */
export function compare(recorded: Recording, now: Recording): Divergence[] {
  const volatile = volatileOf(recorded, now);
  const turns = Math.max(recorded.turns.length, now.turns.length);
  return Array.from({ length: turns }).flatMap((_, index) => {
    const [before, after] = [recorded.turns[index], now.turns[index]];
    return compareSteps(index + 1, before ? stepsOf(before) : [], after ? stepsOf(after) : [], volatile);
  });
}

/** Steps that belong together are found by their operation; what is left over is new, removed or reordered. */
export function compareSteps(
  turn: number,
  recorded: readonly Step[],
  now: readonly Step[],
  volatile: ReadonlySet<string>,
): Divergence[] {
  const pairs = withoutMoved(aligned(recorded, now), recorded, now, volatile);
  const removed = recorded.flatMap((step, at) =>
    pairs.some(([before]) => before === at) ? [] : [{ step, at }],
  );
  const added = now.flatMap((step, at) => (pairs.some(([, after]) => after === at) ? [] : [{ step, at }]));
  const found: Divergence[] = pairs.flatMap(([before, after]) =>
    changes(turn, before, recorded[before] as Step, now[after] as Step, volatile),
  );
  for (const { step, at } of removed) {
    const elsewhere = added.findIndex((other) => sameStep(step, other.step, volatile));
    const place = { turn, step: at + 1, of: step.kind, name: step.name };
    if (elsewhere < 0) found.push({ ...place, kind: 'removed', recorded: shown(step) });
    else {
      const [other] = added.splice(elsewhere, 1) as [(typeof added)[number]];
      found.push({ ...place, kind: 'reordered', recorded: at + 1, now: other.at + 1 });
      found.push(...changes(turn, at, step, other.step, volatile));
    }
  }
  for (const { step, at } of added) {
    found.push({ turn, step: at + 1, kind: 'new', of: step.kind, name: step.name, now: shown(step) });
  }
  return found.sort((a, b) => a.step - b.step);
}

const key = ({ kind, name }: Step): string => `${kind} ${name}`;

/** The longest common subsequence by operation; one with the same arguments counts for two with others. */
function aligned(recorded: readonly Step[], now: readonly Step[]): [number, number][] {
  const weight = (a: Step, b: Step): number => {
    if (key(a) !== key(b)) return 0;
    return JSON.stringify(a.arguments) === JSON.stringify(b.arguments) ? 2.001 : 1;
  };
  const best = Array.from({ length: recorded.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = recorded.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const together = weight(recorded[i] as Step, now[j] as Step);
      const row = best[i] as number[];
      row[j] = Math.max(at(i + 1, j), at(i, j + 1), together > 0 ? together + at(i + 1, j + 1) : 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < recorded.length && j < now.length; ) {
    const together = weight(recorded[i] as Step, now[j] as Step);
    if (together > 0 && at(i, j) === together + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Of one operation called with two arguments, the calls may have changed places rather than their arguments. */
function withoutMoved(
  pairs: readonly [number, number][],
  recorded: readonly Step[],
  now: readonly Step[],
  volatile: ReadonlySet<string>,
): [number, number][] {
  const isSame = ([before, after]: readonly [number, number]) =>
    sameStep(recorded[before] as Step, now[after] as Step, volatile);
  const stay = pairs.filter(isSame);
  const isElsewhere = ([before, after]: readonly [number, number]) =>
    now.some((_, at) => isSame([before, at]) && !stay.some(([, other]) => other === at)) ||
    recorded.some((_, at) => isSame([at, after]) && !stay.some(([other]) => other === at));
  return pairs.filter((pair) => isSame(pair) || !isElsewhere(pair));
}

const parts = ['arguments', 'status', 'body', 'sessionAttributes', 'promptSessionAttributes'] as const;

function changes(
  turn: number,
  at: number,
  before: Step,
  after: Step,
  volatile: ReadonlySet<string>,
): Divergence[] {
  return parts.flatMap((part) => {
    // A trace tells no status, which is no difference from one that is known.
    if (part === 'status' && (before.status === null || after.status === null)) {
      if (before.body !== null && after.body !== null) return [];
    }
    if (isAttributes(part) && (before.status === null || after.status === null)) return [];
    return differences(before[part], after[part], volatile).map(
      ({ path, recorded, now }): Divergence => ({
        turn,
        step: at + 1,
        kind: 'changed',
        of: before.kind,
        name: before.name,
        path: path === '' ? part : path.startsWith('[') ? `${part}${path}` : `${part}.${path}`,
        recorded,
        now,
      }),
    );
  });
}

const isAttributes = (part: string): boolean => part.endsWith('Attributes');

const sameStep = (a: Step, b: Step, volatile: ReadonlySet<string>): boolean =>
  key(a) === key(b) && differences(a.arguments, b.arguments, volatile).length === 0;

const shown = (step: Step): unknown => step.arguments ?? step.body ?? step.name;
