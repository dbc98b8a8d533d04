import type { Check } from '../../../evaluation/check';
import { checkScenario } from '../../../evaluation/check-scenario';
import type { Evidence, EvidenceStep, EvidenceTurn } from '../../../evaluation/evidence';
import { parseScenario } from '../../../recording/scenario';

const scenarioOf = (expect: string, rest: readonly string[] = []) =>
  parseScenario(
    ['description: A', 'turns:', `  - { inputText: Renew it, expect: ${expect} }`, ...rest].join('\n'),
    'a.yaml',
  );

const step = (number: number, changes: Partial<EvidenceStep> = {}): EvidenceStep => ({
  number,
  kind: 'call',
  name: 'renewLoan',
  actionGroup: 'loans',
  arguments: { loanId: 'LN-1', weeks: '2' },
  httpStatusCode: 200,
  body: {},
  ...changes,
});

const good: EvidenceTurn = {
  steps: [
    step(1, { kind: 'confirmation', httpStatusCode: null }),
    step(2),
    step(3, { kind: 'answer', name: 'the answer', body: 'It is  RENEWED until May.' }),
  ],
  answer: 'It is  RENEWED until May.',
  citations: ['s3://bucket/docs/loans/renewals.md'],
};

const evidence = (turn: Partial<EvidenceTurn> = {}, rest: Partial<Evidence> = {}): Evidence => ({
  turns: [{ ...good, ...turn }],
  usage: { inputTokens: 1000, outputTokens: 100, invocations: 2, unmeasured: 0 },
  ...rest,
});

const check = (expected: string, given: Evidence, rest: readonly string[] = []): Check | undefined =>
  checkScenario(scenarioOf(expected, rest), given).findLast(({ kind }) => kind !== 'completes');

describe('what is expected and found passes', () => {
  it.each([
    ['{ calls: [{ operationId: renewLoan, arguments: { weeks: 2 }, httpStatusCode: 200 }] }'],
    ['{ calls: [{ operationId: renewLoan, actionGroup: loans }] }'],
    ['{ confirmations: [{ operationId: renewLoan, arguments: { loanId: LN-1 } }] }'],
    ['{ forbidden: [{ operationId: renewLoan, arguments: { weeks: 3 } }, { operationId: other }] }'],
    ['{ citations: [renewals.md] }'],
    ['{ citations: [loans/renewals.md] }'],
    ['{ answer: { contains: ["is renewed"] } }'],
    ['{ answer: { lacks: [sorry] } }'],
    ['{ answer: { matches: ["until [A-Z]"] } }'],
  ])('%s', (expected) => {
    expect(check(expected, evidence())).toMatchObject({ result: 'passed' });
  });
});

describe('what is not found fails, at its step, with what was found', () => {
  it.each<[string, Partial<EvidenceTurn>, Partial<Check>]>([
    [
      '{ calls: [] }',
      {},
      { step: 2, expected: 'no call', actual: 'renewLoan(loanId: LN-1, weeks: 2) → 200' },
    ],
    ['{ calls: [{ operationId: other }] }', {}, { step: 2, expected: 'other()' }],
    ['{ calls: [{ operationId: renewLoan, actionGroup: other }] }', {}, { step: 2 }],
    [
      '{ calls: [{ operationId: renewLoan, arguments: { weeks: 3 } }] }',
      {},
      { step: 2, expected: 'renewLoan(weeks: 3)', actual: 'renewLoan(loanId: LN-1, weeks: 2) → 200' },
    ],
    [
      '{ calls: [{ operationId: renewLoan, httpStatusCode: 409 }] }',
      {},
      { step: 2, expected: 'renewLoan() → 409' },
    ],
    [
      '{ calls: [{ operationId: renewLoan }, { operationId: renewLoan }] }',
      {},
      { step: 3, expected: 'renewLoan()', actual: 'no further call' },
    ],
    ['{ confirmations: [] }', {}, { step: 1, expected: 'no confirmation' }],
    ['{ forbidden: [{ operationId: renewLoan }] }', {}, { step: 2, expected: 'not to be called' }],
    ['{ citations: [newals.md] }', {}, { step: 3, actual: 's3://bucket/docs/loans/renewals.md' }],
    ['{ citations: [] }', {}, { step: 3, expected: 'no citation' }],
    ['{ citations: [renewals.md] }', { citations: [] }, { actual: 'no citation' }],
    ['{ answer: { contains: [June] } }', {}, { step: 3, actual: good.answer }],
    ['{ answer: { lacks: [Renewed] } }', {}, { step: 3, actual: good.answer }],
    ['{ answer: { lacks: [sorry] } }', { answer: '' }, { actual: 'no answer' }],
    ['{ answer: { matches: ["^May"] } }', {}, { step: 3 }],
    ['{ error: ThrottlingException }', {}, { actual: 'the turn ended well' }],
  ])('%s', (expected, turn, found) => {
    const { steps, answer, citations } = { ...good, ...turn };
    expect(check(expected, evidence({ steps, answer, citations }))).toMatchObject({
      result: 'failed',
      turn: 1,
      ...found,
    });
  });

  it('a turn that broke, unless its error is expected', () => {
    const error = { name: 'ThrottlingException', message: 'Too many' };
    expect(checkScenario(scenarioOf('{}'), evidence({ error }))).toMatchObject([
      { kind: 'completes', result: 'failed', actual: 'ThrottlingException: Too many' },
    ]);
    expect(check('{ error: ThrottlingException }', evidence({ error }))).toMatchObject({ result: 'passed' });
  });

  it('a turn that nobody asked', () => {
    expect(checkScenario(scenarioOf('{ calls: [] }'), evidence({}, { turns: [] }))).toMatchObject([
      { kind: 'completes', result: 'failed', actual: 'the turn was never asked' },
    ]);
  });

  it('a call that is forbidden in all turns', () => {
    const rest = ['forbidden: [{ operationId: renewLoan }]'];
    expect(check('{}', evidence(), rest)).toMatchObject({ kind: 'forbidden', result: 'failed', step: 2 });
  });
});

describe('what nobody can tell is not checked', () => {
  const unknowable = (text: string) => text.includes('LN-');
  it.each<[string, Evidence]>([
    ['{ judge: [The answer is polite] }', evidence()],
    ['{ answer: { contains: [LN-1] } }', evidence({}, { unknowable })],
    ['{ answer: { lacks: [LN-2] } }', evidence({}, { unknowable })],
    ['{ calls: [{ operationId: renewLoan, arguments: { loanId: LN-2 } }] }', evidence({}, { unknowable })],
    [
      '{ forbidden: [{ operationId: renewLoan, arguments: { loanId: LN-2 } }] }',
      evidence({}, { unknowable }),
    ],
    [
      '{ calls: [{ operationId: renewLoan, httpStatusCode: 200 }] }',
      evidence({ steps: [step(1, { httpStatusCode: null })] }),
    ],
  ])('%s', (expected, given) => {
    expect(check(expected, given)).toMatchObject({ result: 'not checked', why: expect.any(String) });
  });
});

describe('a budget', () => {
  const usage = (inputTokens: number, unmeasured = 0) =>
    evidence({}, { usage: { inputTokens, outputTokens: 100, invocations: 2, unmeasured } });
  const price = 'price: { per1000InputTokens: 0.001, per1000OutputTokens: 0.01 }';

  it.each<[string, string, Evidence, Partial<Check>]>([
    ['is kept', '{ inputTokens: 1000 }', usage(1000), { result: 'passed' }],
    ['is not kept', '{ inputTokens: 999 }', usage(1000), { result: 'failed', actual: '1000 input tokens' }],
    [
      'of output is not kept',
      '{ outputTokens: 99 }',
      usage(1),
      { result: 'failed', actual: '100 output tokens' },
    ],
    [
      'is not checked when nobody counted',
      '{ inputTokens: 1000 }',
      usage(0, 2),
      { result: 'not checked', why: 'The model does not count its tokens' },
    ],
    [
      'is not checked when some were not counted',
      '{ inputTokens: 1000 }',
      usage(500, 1),
      { result: 'not checked' },
    ],
    [
      'is broken by what was counted alone',
      '{ inputTokens: 400 }',
      usage(500, 1),
      { result: 'failed', actual: 'at least 500 input tokens' },
    ],
    ['of money needs a price', '{ usd: 1 }', usage(1000), { result: 'not checked', why: expect.any(String) }],
    ['of money is kept', `{ usd: 0.002, ${price} }`, usage(1000), { result: 'passed' }],
    [
      'of money is not kept',
      `{ usd: 0.0019, ${price} }`,
      usage(1000),
      { result: 'failed', actual: '0.002 USD' },
    ],
  ])('%s', (_, budget, given, found) => {
    expect(check('{}', given, [`budget: ${budget}`])).toMatchObject({ kind: 'budget', turn: null, ...found });
  });

  it('takes a price that is given in place of its own', () => {
    const scenario = scenarioOf('{}', [`budget: { usd: 0.002, ${price} }`]);
    const checks = checkScenario(scenario, usage(1000), { per1000InputTokens: 1, per1000OutputTokens: 1 });
    expect(checks.at(-1)).toMatchObject({ result: 'failed', actual: '1.1 USD' });
  });
});
