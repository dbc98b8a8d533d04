import { mutatedRequests } from '../property/emulator/mutated-requests';

const requests = 50_000;

it(`answers ${requests} mutated requests as AWS would, and lives`, async () => {
  const tally = await mutatedRequests({ requests });
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  expect(tally[400]).toBeGreaterThan(requests / 4);
}, 1_800_000);
