import type { Scenario } from '../recording/scenario';
import type { Check } from './check';
import type { EvidenceTurn } from './evidence';

type Expectation = NonNullable<Scenario['turns'][number]['expect']>;
type Answer = NonNullable<Expectation['answer']>;

const redacted = 'It was replaced in the recording: nobody knows by what';

/** What the answer contains, lacks and matches, one check each. Texts count in any case of letters. */
export function checkAnswer(
  turn: number,
  { contains = [], lacks = [], matches = [] }: Answer,
  { answer, steps }: EvidenceTurn,
  unknowable: (text: string) => boolean,
): Check[] {
  const said = plain(answer);
  const step = steps.findLast(({ kind }) => kind === 'answer')?.number;
  const check = (claim: string, text: string, holds: boolean): Check => {
    const known = { kind: 'answer' as const, turn, claim: `the answer ${claim}` };
    if (unknowable(text)) return { ...known, result: 'not checked', why: redacted };
    if (holds) return { ...known, result: 'passed' };
    const actual = answer === '' ? 'no answer' : answer;
    return { ...known, result: 'failed', ...(step && { step }), expected: `an answer that ${claim}`, actual };
  };
  return [
    ...contains.map((text) => check(`contains ${quoted(text)}`, text, said.includes(plain(text)))),
    // Of an answer that never came nothing can be said but that.
    ...lacks.map((text) =>
      check(`does not contain ${quoted(text)}`, text, answer !== '' && !said.includes(plain(text))),
    ),
    ...matches.map((source) => check(`matches /${source}/`, source, new RegExp(source).test(answer))),
  ];
}

/** Each document is cited; with an empty list, none is. */
export function checkCitations(turn: number, expected: readonly string[], evidence: EvidenceTurn): Check {
  const { citations, steps } = evidence;
  const none = expected.length === 0;
  const missing = expected.filter((end) => !citations.some((place) => endsWith(place, end)));
  const claim = none ? 'no document is cited' : `cited are ${expected.join(', ')}`;
  const check = { kind: 'citations' as const, turn, claim };
  if (none ? citations.length === 0 : missing.length === 0) return { ...check, result: 'passed' };
  const step = steps.findLast(({ kind }) => kind === 'answer')?.number;
  return {
    ...check,
    result: 'failed',
    ...(step && { step }),
    expected: none ? 'no citation' : `a citation of ${missing.join(' and of ')}`,
    actual: citations.join(', ') || 'no citation',
  };
}

/** `returns.md` is no citation of `non-returns.md`. */
const endsWith = (place: string, end: string): boolean => `/${place}`.endsWith(`/${end.replace(/^\//, '')}`);

/** Letters in any case, and blanks of any kind and number. */
const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

const quoted = (text: string): string => JSON.stringify(text);
