import { type AttackedDesk, openAttackedDesk } from './attacked-desk';
import { events, refusedEvents, toolCalls } from './cases/events';
import { expectRows } from './harmless';
import { foreignIn, foreignWords } from './victims';

let desk: AttackedDesk;
beforeAll(async () => {
  desk = await openAttackedDesk();
});
afterAll(() => desk.close());

/** Nothing changed, nothing of anybody else's was told, and nothing broke. */
const expectHarmless = async (event: unknown, clientContext?: object) => {
  const answer = await desk.invoke(event, clientContext);
  expect(foreignIn(answer, JSON.stringify(event))).toEqual([]);
  expect(foreignWords.filter((word) => answer.includes(word))).toEqual([]);
  expect(answer).not.toMatch(/"code\\*":\\*"INTERNAL|errorType/);
  await expectRows(desk);
  return answer;
};

it.each(events)('a forged event: %s', async (_, event) => {
  await expectHarmless(event);
});

it.each(refusedEvents)('a forged event that is refused as a whole: %s', async (_, event) => {
  expect(await expectHarmless(event)).toMatch(/INVALID_INPUT|INVALID_EVENT/);
});

it.each(toolCalls)('a forged tool call: %s %j', async (bedrockAgentCoreToolName, event) => {
  const answer = await expectHarmless(event, { bedrockAgentCoreToolName });
  expect(answer).toMatch(/"code":"(IDENTITY_REQUIRED|UNKNOWN_OPERATION)"/);
});
