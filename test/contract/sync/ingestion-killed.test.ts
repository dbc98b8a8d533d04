import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ListIngestionJobsCommand, StartIngestionJobCommand } from '@aws-sdk/client-bedrock-agent';
import type { SyncResult } from '../../../scripts/sync/sync-result';
import { buildProgram, type Program } from '../../kit/commands/build-program';
import { type KillingProxy, killingProxy, type Seen } from '../../kit/killing-proxy';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { prefix } from '../../kit/sync/memory-bucket';
import { type SyncFolder, syncFolder } from '../../kit/sync/sync-folder';

let library: OpenLibrary;
let program: Program;
let proxy: KillingProxy;
let folder: SyncFolder;
beforeAll(async () => {
  program = await buildProgram('sync', 'library-sync-process.ts');
  library = await openLibrary({ inclusionPrefixes: [prefix] });
  proxy = await killingProxy(library.emulator.endpoint);
  folder = syncFolder();
});
afterAll(async () => {
  folder.remove();
  await proxy.close();
  await library.close();
  program.remove();
});

/** A sync in a process of its own; every request goes through the proxy. */
async function start() {
  const { env } = library.emulator;
  const through = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.replace(library.emulator.endpoint, proxy.endpoint),
    ]),
  );
  const ids = [library.knowledgeBaseId, await library.sourceId()];
  const args = [JSON.stringify(through), folder.path, bucketName, '.outcrop/sync-manifest.json', ...ids];
  return spawn(process.execPath, [program.file, ...args], {
    env: program.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function synced(): Promise<SyncResult> {
  const child = await start();
  let text = '';
  child.stdout?.on('data', (part) => {
    text += part;
  });
  await once(child, 'close');
  return JSON.parse(text) as SyncResult;
}

async function killedAt(fits: (request: Seen) => boolean, when: 'before' | 'after'): Promise<void> {
  const child = await start();
  const ended = once(child, 'exit');
  proxy.killAt(fits, when, () => child.kill('SIGKILL'));
  expect((await ended)[1]).toBe('SIGKILL');
}

async function jobs() {
  const ids = { knowledgeBaseId: library.knowledgeBaseId, dataSourceId: await library.sourceId() };
  return (await library.agent.send(new ListIngestionJobsCommand(ids))).ingestionJobSummaries ?? [];
}

const isStart = ({ method, path: url }: Seen) => method === 'PUT' && /\/ingestionjobs\/?$/.test(url);
const isLook = ({ method, path: url }: Seen) => method === 'GET' && /\/ingestionjobs\/\w+$/.test(url);
const isPut = ({ method, path: url }: Seen) => method === 'PUT' && url.includes(`/${bucketName}/`);
/** The second manifest of a sync, which tells that the index holds this state. */
const isLastManifest = () => {
  let manifests = 0;
  return (seen: Seen) => isPut(seen) && seen.path.includes('sync-manifest') && ++manifests === 2;
};

it.each<[string, () => (request: Seen) => boolean, 'before' | 'after']>([
  ['before its job is started', () => isStart, 'before'],
  ['after its job is started, before it knows', () => isStart, 'after'],
  ['while its job runs', () => isLook, 'after'],
  ['before it writes down that the job has ended', isLastManifest, 'before'],
  ['after it wrote that down', isLastManifest, 'after'],
])('ends in the same state, and uploads nothing again, when killed %s', async (name, fits, when) => {
  folder.fill({
    'same.md': 'The harbour opens at six.',
    'new.md': `Of the mooring it is said: ${name}.`,
    ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.md`, `Berth ${at}, ${name}.`])),
  });
  await killedAt(fits(), when);

  const result = await synced();
  expect(result.uploaded.objects).toBe(0);
  expect(result.plan).toMatchObject({ new: [], changed: [], unchanged: 10, deleted: [] });
  expect((await jobs()).every(({ status }) => status === 'COMPLETE')).toBe(true);
  expect((await library.find('What is said of the mooring?'))[0]).toMatchObject({
    key: `${prefix}new.md`,
    text: expect.stringContaining(name),
  });
  expect((await library.find('When does the harbour open?'))[0]?.key).toBe(`${prefix}same.md`);
  const before = (await jobs()).length;
  expect((await synced()).ingestionJob).toBeNull();
  expect((await jobs()).length).toBe(before);
});

it('waits for the job of another, and then runs its own', async () => {
  folder.fill({ 'late.md': 'The ferry is late on Sundays.' });
  await library.put(`${prefix}heavy.md`, 'Ballast. '.repeat(200_000));
  const ids = { knowledgeBaseId: library.knowledgeBaseId, dataSourceId: await library.sourceId() };
  const { ingestionJob } = await library.agent.send(new StartIngestionJobCommand(ids));
  const result = await synced();
  expect(result.ingestionJob?.status).toBe('COMPLETE');
  expect(result.ingestionJob?.ingestionJobId).not.toBe(ingestionJob?.ingestionJobId);
  expect((await library.find('late ferry'))[0]?.key).toBe(`${prefix}late.md`);
});
