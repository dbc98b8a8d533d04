import { type IngestOptions, ingest } from '../../../scripts/sync/ingestion/ingest';
import type { IngestionJob, IngestionJobs } from '../../../scripts/sync/ingestion/jobs';

/** Of a name, or of a name and a message: `NameException: message`. */
function refusal(text: string): Error {
  const [name, message = 'refused'] = text.split(': ');
  return Object.assign(new Error(message), { name });
}

interface Script {
  /** What the jobs say, look for look; the last stays. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  /** What each start comes to: the name of an error or of a job. */
  readonly starts: readonly string[];
  readonly latest?: readonly (string | undefined)[];
}

function scripted({ jobs, starts, latest = [] }: Script) {
  const looks: string[] = [];
  const told: (string | undefined)[] = [];
  const pauses: number[] = [];
  let now = 0;
  const status = (id: string) => {
    looks.push(id);
    const states = jobs[id] ?? [];
    return states[Math.min(looks.filter((look) => look === id).length, states.length) - 1];
  };
  const described = (id: string, state?: string) => ({ ingestionJobId: id, status: state }) as IngestionJob;
  let started = 0;
  let listed = 0;
  const port: IngestionJobs = {
    async start() {
      const next = starts[Math.min(started++, starts.length - 1)] ?? '';
      if (/Exception(:|$)/.test(next)) throw refusal(next);
      return described(next, 'STARTING');
    },
    get: async (id) => described(id, status(id)),
    latest: async () => {
      const id = latest[listed++];
      return id === undefined ? undefined : described(id, 'IN_PROGRESS');
    },
    failedDocuments: async () => [],
  };
  const options: IngestOptions = {
    now: () => now,
    async sleep(ms) {
      pauses.push(ms);
      now += ms;
    },
    onBusy: (id) => void told.push(id),
    onStatus: () => {},
  };
  return { run: () => ingest(port, options), looks, told, pauses, started: () => started, now: () => now };
}

it('starts a job and looks at it ever more seldom until it has ended', async () => {
  const waiting = Array<string>(20).fill('IN_PROGRESS');
  const { run, pauses } = scripted({ jobs: { own: ['STARTING', ...waiting, 'COMPLETE'] }, starts: ['own'] });
  expect(await run()).toMatchObject({ ingestionJobId: 'own', status: 'COMPLETE' });
  expect(pauses.slice(0, 3)).toEqual([100, 150, 225]);
  expect(Math.max(...pauses)).toBe(10_000);
});

it.each(['FAILED', 'STOPPED'])('gives back a job that is %s', async (status) => {
  const { run } = scripted({ jobs: { own: [status] }, starts: ['own'] });
  expect(await run()).toMatchObject({ status });
});

it('waits for a job that runs already, says so once, and starts its own after it', async () => {
  const { run, looks, told } = scripted({
    latest: ['other'],
    jobs: { other: ['IN_PROGRESS', 'STOPPING', 'STOPPED'], own: ['COMPLETE'] },
    starts: ['own'],
  });
  expect(await run()).toMatchObject({ ingestionJobId: 'own' });
  expect(looks).toEqual(['other', 'other', 'other', 'own']);
  expect(told).toEqual(['other']);
});

it("tries again while another data source's job or the account's limit is in the way", async () => {
  const starts = ['ConflictException', 'ServiceQuotaExceededException', 'own'];
  const { run, told, started } = scripted({ jobs: { own: ['COMPLETE'] }, starts });
  expect(await run()).toMatchObject({ ingestionJobId: 'own' });
  expect(started()).toBe(3);
  expect(told).toEqual([undefined]);
});

it('waits for documents that are ingested directly, which a validation error tells', async () => {
  const inTheWay = 'ValidationException: The data source has an ongoing KnowledgeBaseDocuments API request.';
  const { run, told } = scripted({ jobs: { own: ['COMPLETE'] }, starts: [inTheWay, 'own'] });
  expect(await run()).toMatchObject({ ingestionJobId: 'own' });
  expect(told).toEqual([undefined]);
});

it('gives up after half an hour of conflicts', async () => {
  const { run, now } = scripted({ jobs: {}, starts: ['ConflictException'] });
  await expect(run()).rejects.toMatchObject({ code: 'INGESTION_BUSY' });
  expect(now()).toBeGreaterThan(30 * 60_000);
});

it('does not try again what can never succeed', async () => {
  const { run, started } = scripted({ jobs: {}, starts: ['ValidationException'] });
  await expect(run()).rejects.toMatchObject({
    message: expect.stringContaining('Starting the ingestion job'),
  });
  expect(started()).toBe(1);
});
