import type { Check } from '../../../evaluation/check';
import type { EvidenceTurn } from '../../../evaluation/evidence';
import { judgeWith } from '../../../evaluation/judge';
import { parseScenario } from '../../../recording/scenario';

const scenario = parseScenario(
  '{ description: A, turns: [{ inputText: Hi }, { inputText: Bye }] }',
  'a.yaml',
);
const turns: EvidenceTurn[] = ['Hello', 'See you'].map((answer) => ({
  steps: [
    { number: 1, kind: 'answer', name: 'the answer', arguments: {}, httpStatusCode: null, body: answer },
  ],
  answer,
  citations: [],
}));
const open: Check = { kind: 'judge', turn: 1, result: 'not checked', claim: 'It is polite', why: 'No judge' };
const other: Check = { kind: 'calls', turn: 1, result: 'not checked', claim: 'calls are none' };

describe('a judge', () => {
  it.each<[string, Partial<Check>]>([
    ['{"reason": "It greets", "met": true}', { result: 'passed', why: 'It greets' }],
    [
      '```json\n{"met": false, "reason": "Too short"}\n```',
      { result: 'failed', step: 1, actual: 'the judge: Too short' },
    ],
    ['Yes, it is polite.', { result: 'not checked', why: 'The judge gave no verdict: Yes, it is polite.' }],
    ['{"met": "true"}', { result: 'not checked' }],
    ['', { result: 'not checked' }],
  ])('that says %j', async (said, found) => {
    const [judged, left] = await judgeWith(async () => said)(scenario, turns, [open, other]);
    expect(judged).toMatchObject({ claim: 'It is polite', ...found });
    expect(left).toBe(other);
  });

  it('gets the conversation up to the turn, and the criterion, as data', async () => {
    const questions: unknown[] = [];
    const judge = judgeWith(async (_, question) => {
      questions.push(JSON.parse(question));
      return '{"met": true}';
    });
    await judge(scenario, turns, [open]);
    expect(questions).toEqual([
      { conversation: [{ user: 'Hi', calls: [], assistant: 'Hello' }], criterion: 'It is polite' },
    ]);
  });
});
