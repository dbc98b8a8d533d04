import fc from 'fast-check';
import { compareSteps } from '../../../replay/compare';
import { differences } from '../../../replay/compare-values';
import type { Step } from '../../../replay/steps';

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('call' as const, 'search' as const),
    name: fc.constantFrom('a', 'b', 'c'),
    arguments: fc.record({ id: fc.constantFrom('1', '2') }),
    status: fc.constantFrom(200, 404),
    body: fc.jsonValue() as fc.Arbitrary<unknown>,
  }),
  { maxLength: 6 },
);
const none = new Set<string>();
const compared = (before: readonly Step[], after: readonly Step[]) => compareSteps(1, before, after, none);
const steady = (value: unknown) => JSON.parse(JSON.stringify(value)) as Step[];

describe('two lists of steps', () => {
  it('diverge exactly when they are not the same', () => {
    fc.assert(
      fc.property(steps, steps, (one, two) => {
        const [before, after] = [steady(one), steady(two)];
        expect(compared(before, before)).toEqual([]);
        const same = JSON.stringify(before) === JSON.stringify(after);
        // An object's members have no sequence, and jsonValue does not repeat them otherwise.
        if (same) expect(compared(before, after)).toEqual([]);
        else if (differences(before, after, none).length > 0) expect(compared(before, after)).not.toEqual([]);
      }),
    );
  });

  it('of which one lacks a step diverge in steps of its name alone', () => {
    fc.assert(
      fc.property(
        steps.filter(({ length }) => length > 0),
        fc.nat(),
        (all, at) => {
          const before = steady(all);
          const lost = before[at % before.length];
          const after = before.filter((step) => step !== lost);
          const found = compared(before, after);
          expect(found.length).toBeGreaterThan(0);
          for (const one of found) expect(one.name).toBe(lost?.name);
        },
      ),
    );
  });
});

it('a difference is a path at which the values differ', () => {
  const at = (value: unknown, path: string) =>
    path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('x', 1, true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b'), tie('value')),
    ),
  })).value;
  fc.assert(
    fc.property(value, value, (one, two) => {
      for (const { path, recorded, now } of differences(one, two, none)) {
        expect(at(one, path)).toEqual(recorded);
        expect(at(two, path)).toEqual(now);
        expect(recorded).not.toEqual(now);
      }
    }),
  );
});
