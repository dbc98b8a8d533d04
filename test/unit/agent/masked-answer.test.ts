import { maskedAnswer } from '../../../emulator/agent/guardrail/masked-answer';

const cited = (text: string, part: string) => {
  const start = text.indexOf(part);
  const span = { start, end: start + part.length - 1 };
  return {
    text,
    citations: [
      { generatedResponsePart: { textResponsePart: { text: part, span } }, retrievedReferences: [] },
    ],
  };
};
const replacing = (text: string, part: string, mask: string) => {
  const start = text.indexOf(part);
  return { start, end: start + part.length, text: mask };
};

it.each([
  ['before it', 'To a@b.co: returns are free.', 'returns are free', 'a@b.co', 'returns are free'],
  ['within it', 'Write to a@b.co today. Bye.', 'Write to a@b.co today.', 'a@b.co', 'Write to {EMAIL} today.'],
  ['at its end', 'Write to a@b.co and wait.', 'Write to a@b.co', 'a@b.co', 'Write to {EMAIL}'],
  ['behind it', 'Returns are free, a@b.co.', 'Returns are free', 'a@b.co', 'Returns are free'],
])('moves a citation with what is masked %s', (_, text, part, secret, expected) => {
  const answer = maskedAnswer(cited(text, part), [replacing(text, secret, '{EMAIL}')]);
  expect(answer.text).toBe(text.replace(secret, '{EMAIL}'));
  const found = answer.citations[0]?.generatedResponsePart?.textResponsePart;
  expect(found?.text).toBe(expected);
  expect(answer.text.slice(found?.span?.start, (found?.span?.end ?? 0) + 1)).toBe(expected);
});
