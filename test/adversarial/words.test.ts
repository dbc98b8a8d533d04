import { type AttackedDesk, openAttackedDesk } from './attacked-desk';
import { words } from './cases/words';
import { expectHarmless } from './harmless';
import { hostileModel, obey } from './hostile-model';

const model = hostileModel();
let obedient: AttackedDesk;
let planned: AttackedDesk;

beforeAll(async () => {
  [obedient, planned] = await Promise.all([openAttackedDesk(() => model), openAttackedDesk()]);
});
afterAll(() => Promise.all([obedient.close(), planned.close()]));

const named = words.map((text) => [text.length > 80 ? `${text.slice(0, 79)}…` : text, text] as const);

it.each(named)('a model that does all it is told: %s', async (_, inputText) => {
  const answers = await expectHarmless(obedient, model, { turn: { inputText }, moves: [obey] });
  expect(answers[0]?.error).toBeUndefined();
});

it.each(named)('the offline planner: %s', async (_, inputText) => {
  const answers = await expectHarmless(planned, undefined, { turn: { inputText } });
  expect(answers[0]?.error).toBeUndefined();
});
