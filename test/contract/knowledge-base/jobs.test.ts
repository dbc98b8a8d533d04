import {
  GetIngestionJobCommand,
  type IngestionJobSortBy,
  ListIngestionJobsCommand,
  type ListIngestionJobsCommandInput,
  StartIngestionJobCommand,
  StopIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

let library: OpenLibrary;
beforeEach(async () => {
  library = await openLibrary({ sources: ['Source', 'Another'] });
});
afterEach(() => library.close());

const idsOf = async (name: string) => ({
  knowledgeBaseId: library.knowledgeBaseId,
  dataSourceId: await library.sourceId(name),
});
const start = async (name = 'Source', changes: object = {}) => {
  const command = new StartIngestionJobCommand({ ...(await idsOf(name)), ...changes });
  return (await library.agent.send(command)).ingestionJob;
};
const stop = async (ingestionJobId: string | undefined, name = 'Source') =>
  library.agent.send(new StopIngestionJobCommand({ ...(await idsOf(name)), ingestionJobId }));
const get = async (ingestionJobId: string | undefined, name = 'Source') => {
  const command = new GetIngestionJobCommand({ ...(await idsOf(name)), ingestionJobId });
  return (await library.agent.send(command)).ingestionJob;
};
const list = async (input: Partial<ListIngestionJobsCommandInput> = {}) =>
  library.agent.send(new ListIngestionJobsCommand({ ...(await idsOf('Source')), ...input }));
const heavy = async () => {
  for (let n = 0; n < 30; n++) {
    await library.put(`page-${n}.md`, `Page ${n}. ${'Words and words. '.repeat(2000)}`);
  }
};

it('are listed by status and time, filtered and page by page', async () => {
  await heavy();
  const stopped = await start('Source', { description: 'to be stopped' });
  await stop(stopped?.ingestionJobId);
  await until(async () => (await get(stopped?.ingestionJobId))?.status === 'STOPPED');
  const second = await library.sync();
  const third = await library.sync();
  const [a, b, c] = [stopped, second, third].map((job) => job?.ingestionJobId);

  const sorted = async (sortBy: IngestionJobSortBy) =>
    (await list({ sortBy })).ingestionJobSummaries?.map(({ ingestionJobId }) => ingestionJobId);
  expect(await sorted({ attribute: 'STARTED_AT', order: 'ASCENDING' })).toEqual([a, b, c]);
  expect(await sorted({ attribute: 'STARTED_AT', order: 'DESCENDING' })).toEqual([c, b, a]);
  expect((await sorted({ attribute: 'STATUS', order: 'ASCENDING' }))?.at(-1)).toBe(a);
  expect((await sorted({ attribute: 'STATUS', order: 'DESCENDING' }))?.at(0)).toBe(a);

  const having = (values: string[]) => ({
    filters: [{ attribute: 'STATUS' as const, operator: 'EQ' as const, values }],
  });
  expect((await list(having(['COMPLETE']))).ingestionJobSummaries).toHaveLength(2);
  expect((await list(having(['STOPPED', 'COMPLETE']))).ingestionJobSummaries).toHaveLength(3);
  expect((await list(having(['FAILED']))).ingestionJobSummaries).toEqual([]);
  expect((await list(having(['STOPPED']))).ingestionJobSummaries).toEqual([
    {
      ...(await idsOf('Source')),
      ingestionJobId: a,
      description: 'to be stopped',
      status: 'STOPPED',
      startedAt: expect.any(Date),
      updatedAt: expect.any(Date),
      statistics: (await get(a))?.statistics,
    },
  ]);

  const first = await list({ maxResults: 2 });
  const rest = await list({ maxResults: 2, nextToken: first.nextToken });
  const pages = [first, rest].map(({ ingestionJobSummaries = [] }) => ingestionJobSummaries.length);
  expect({ pages, last: rest.nextToken }).toEqual({ pages: [2, 1], last: undefined });

  const wrong = { attribute: 'STARTED_AT' as never, operator: 'EQ' as const, values: [] };
  await expect(list({ filters: [wrong] })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('STARTED_AT'),
  });
  await expect(list({ maxResults: 1001 })).rejects.toMatchObject({ name: 'ValidationException' });
  expect((await list({ ...(await idsOf('Another')) })).ingestionJobSummaries).toEqual([]);
});

it('are refused to all data sources of the knowledge base while one has a job', async () => {
  await heavy();
  const running = await start();
  await expect(start('Another')).rejects.toMatchObject({
    name: 'ConflictException',
    $metadata: { httpStatusCode: 409 },
    message: expect.stringContaining(running?.ingestionJobId ?? ''),
  });
  await until(async () => (await get(running?.ingestionJobId))?.status === 'COMPLETE');
  const other = await library.sync('Another');
  expect(other).toMatchObject({ status: 'COMPLETE', statistics: { numberOfNewDocumentsIndexed: 30 } });
});

it('are not found by another data source, and do not stop after their end', async () => {
  const { ingestionJobId } = await library.sync();
  await expect(get(ingestionJobId, 'Another')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringContaining(ingestionJobId ?? '?'),
  });
  await expect(stop(ingestionJobId)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('COMPLETE'),
  });
  expect((await get(ingestionJobId))?.status).toBe('COMPLETE');
});

it('are started once for a client token', async () => {
  const clientToken = 'a'.repeat(40);
  const first = await start('Source', { clientToken });
  await until(async () => (await get(first?.ingestionJobId))?.status === 'COMPLETE');
  const again = await start('Source', { clientToken });
  expect(again?.ingestionJobId).toBe(first?.ingestionJobId);
  await library.restart();
  expect((await start('Source', { clientToken }))?.ingestionJobId).toBe(first?.ingestionJobId);
  await expect(start('Source', { clientToken: 'short' })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
