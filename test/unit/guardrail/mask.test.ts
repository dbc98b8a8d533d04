import { masked, replacementsOf } from '../../../emulator/guardrail/sensitive/mask';

const match = (name: string, start: number, end: number, action: 'ANONYMIZED' | 'NONE' = 'ANONYMIZED') => ({
  kind: 'regex' as const,
  name,
  match: '',
  action,
  start,
  end,
});

it.each([
  ['apart', [match('A', 0, 2), match('B', 4, 6)], '{A}cd{B}gh'],
  ['side by side', [match('A', 0, 2), match('B', 2, 4)], '{A}{B}efgh'],
  ['one within the other', [match('A', 0, 6), match('B', 2, 4)], '{A}gh'],
  ['one beginning within the other', [match('A', 0, 4), match('B', 2, 6)], '{A}{B}gh'],
  ['of which one is only detected', [match('A', 0, 4, 'NONE'), match('B', 2, 6)], 'ab{B}gh'],
])('leaves nothing of what is to be masked: %s', (_, matches, expected) => {
  expect(masked('abcdefgh', replacementsOf(matches))).toBe(expected);
});
