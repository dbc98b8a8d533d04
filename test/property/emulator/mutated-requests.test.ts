import { mutatedRequests } from './mutated-requests';

const requests = 700;

it('answers whatever is wrong with a request as AWS would, and lives', async () => {
  const tally = await mutatedRequests({ requests, seed: 20261121 });
  expect(tally[200]).toBeGreaterThan(requests / 10);
  expect(tally[400]).toBeGreaterThan(requests / 4);
});
