import { writeItems } from '../../../scripts/stack/write-items';
import { type FakeAws, fakeAws, region } from '../../kit/aws/fake-aws';

const items = Array.from({ length: 60 }, (_, index) => ({ id: `item-${index}`, nested: { n: index } }));
const never = new AbortController().signal;
const before = { ...process.env };
let aws: FakeAws;

afterEach(async () => {
  process.env = { ...before };
  await aws.close();
});

it('writes everything, sends again what was not processed, and may be repeated', async () => {
  aws = await fakeAws({ unprocessed: 2 });
  delete process.env.AWS_PROFILE;
  Object.assign(process.env, aws.env);
  for (let run = 0; run < 2; run++) {
    expect(await writeItems({ region }, 'things', items, never)).toBe(60);
    expect(aws.items.get('things')?.size).toBe(60);
  }
  // Three batches, each with a rest of two; the second time nothing is left over.
  expect(aws.calls).toHaveLength(3 + 3 + 3);
});

it('says which table refused them', async () => {
  aws = await fakeAws({ refuse: { BatchWriteItem: { code: 'ResourceNotFoundException', message: 'none' } } });
  delete process.env.AWS_PROFILE;
  Object.assign(process.env, aws.env);
  await expect(writeItems({ region }, 'things', items, never)).rejects.toMatchObject({
    message: expect.stringContaining('Writing into things'),
  });
});
