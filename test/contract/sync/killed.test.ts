import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3Bucket } from '../../../scripts/sync/bucket/s3-bucket';
import { buildProgram, type Program } from '../../kit/commands/build-program';
import { type KillingProxy, killingProxy, type Seen } from '../../kit/killing-proxy';
import { openS3Shop, type S3Shop, versionedBucket } from '../../kit/s3-shop';
import { Cloud, memoryJobs, prefix } from '../../kit/sync/memory-bucket';
import { type SyncFolder, sync, syncFolder } from '../../kit/sync/sync-folder';

const manifestKey = '.outcrop/sync-manifest.json';

let shop: S3Shop;
let program: Program;
let proxy: KillingProxy;
let folder: SyncFolder;
beforeAll(async () => {
  program = await buildProgram('sync', 'sync-process.ts');
  shop = await openS3Shop();
  proxy = await killingProxy(shop.emulator.endpoint);
  folder = syncFolder();
});
afterAll(async () => {
  folder.remove();
  await proxy.close();
  await shop.close();
  program.remove();
});

const bucket = () => {
  const signal = new AbortController().signal;
  return s3Bucket({ client: shop.client, bucket: versionedBucket, prefix, manifestKey, signal });
};

/** A sync in a process of its own, killed without notice at the first request that fits. */
async function runKilled(fits: (request: Seen) => boolean, when: 'before' | 'after') {
  const env = { ...program.env, ...shop.emulator.env, AWS_ENDPOINT_URL_S3: `${proxy.endpoint}/s3` };
  const args = [program.file, folder.path, versionedBucket, manifestKey];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  proxy.killAt(fits, when, () => child.kill('SIGKILL'));
  const [, endedBy] = (await once(child, 'exit')) as [number | null, string | null];
  expect(endedBy).toBe('SIGKILL');
}

async function contents(): Promise<Record<string, string>> {
  const listed = await bucket().list();
  const read = async ({ key }: { key: string }): Promise<[string, string]> => {
    const command = new GetObjectCommand({ Bucket: versionedBucket, Key: key });
    return [
      key.slice(prefix.length),
      (await (await shop.client.send(command)).Body?.transformToString()) ?? '',
    ];
  };
  return Object.fromEntries(await Promise.all(listed.map(read)));
}

const isPut = (of: RegExp) => (request: Seen) => request.method === 'PUT' && of.test(request.path);

it.each<[string, (request: Seen) => boolean, 'before' | 'after']>([
  ['while it lists', ({ path: url }) => url.includes('list-type=2'), 'after'],
  ['before metadata is written', isPut(/metadata\.json/), 'before'],
  ['after a document is written, before the answer', isPut(/\/b\.md/), 'after'],
  ['after a document is removed', ({ method }) => method === 'DELETE', 'after'],
  ['before the manifest is written', isPut(/sync-manifest/), 'before'],
  ['after the manifest is written', isPut(/sync-manifest/), 'after'],
])('ends in the same state, and uploads nothing twice, when killed %s', async (name, fits, when) => {
  const gone = Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`gone-${at}.md`, `${name} ${at}`]));
  folder.fill(gone);
  await sync(folder, bucket(), memoryJobs(new Cloud(false)));
  folder.fill({ 'a.md': `---\ntitle: ${name}\n---\none ${name}`, 'b.md': `two ${name}`, 'c/d.md': name });
  const before = proxy.done.length;
  await runKilled(fits, when);

  const written = proxy.done.slice(before).filter(({ method }) => method === 'PUT');
  const counted = { ...bucket(), puts: [] as string[] };
  const put = counted.put;
  counted.put = (object, replaces) => {
    counted.puts.push(object.key);
    return put(object, replaces);
  };
  await sync(folder, counted, memoryJobs(new Cloud(false)));
  expect(await contents()).toEqual({
    'a.md': `one ${name}`,
    'a.md.metadata.json': expect.stringContaining(JSON.stringify(name)),
    'b.md': `two ${name}`,
    'c/d.md': name,
  });
  const keys = written.map(
    ({ path: url }) => new URL(url, proxy.endpoint).pathname.split(`/${versionedBucket}/`)[1],
  );
  expect(counted.puts.filter((key) => keys.includes(key))).toEqual([]);
});
