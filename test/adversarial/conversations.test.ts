import { conversations } from './random-conversations';

const runs = 1_000;

it(`tells and does nothing in ${runs} random conversations that was not allowed`, async () => {
  const tally = await conversations(runs);
  // Each is tried often enough to mean something.
  expect(tally.turns).toBeGreaterThan(4 * runs);
  expect(tally.accepted).toBeGreaterThan(runs / 4);
  expect(tally.refused).toBeGreaterThan(runs / 2);
  expect(tally.cancelled).toBeGreaterThan(runs / 20);
});
