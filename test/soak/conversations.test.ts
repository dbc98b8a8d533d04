import { conversations } from '../adversarial/random-conversations';

const runs = 10_000;

it(`tells and does nothing in ${runs} random conversations that was not allowed`, async () => {
  const tally = await conversations(runs);
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  expect(tally.cancelled).toBeGreaterThan(runs / 20);
}, 1_800_000);
