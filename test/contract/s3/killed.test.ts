import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { buildProgram, type Program } from '../../kit/commands/build-program';
import { firstLine } from '../../kit/commands/first-line';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

const rounds = 6;
const writers = 8;
const Bucket = 'killed-bucket';

let app: HandMadeApp;
let program: Program;
let directory: string;
beforeAll(async () => {
  program = await buildProgram('commands', 'emulator-process.ts');
  directory = mkdtempSync(path.join(tmpdir(), 's3-killed-'));
  app = handMadeApp({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
    ...agentResources('Desk', {}),
  });
});
afterAll(async () => {
  if (running) await kill(running);
  rmSync(directory, { recursive: true, force: true });
  app.remove();
  program.remove();
});

interface Running {
  readonly child: ChildProcess;
  readonly client: S3Client;
}

let running: Running | undefined;

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [program.file, app.folder, directory], {
    env: program.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const env = JSON.parse(await firstLine(child)) as Record<string, string>;
  running = { child, client: new S3Client({ ...clientConfig({ env }, 's3'), maxAttempts: 1 } as never) };
  return running;
}

async function kill({ child, client }: Running): Promise<void> {
  running = undefined;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
  client.destroy();
}

/** What a key may hold: the last that was acknowledged, or what was under way when the process was killed. */
interface Expected {
  acknowledged: string | undefined;
  underWay?: { readonly content: string | undefined };
}
const expected = new Map<string, Expected>();

/** Content that tells by itself whether it is whole. */
const content = (text: string) =>
  `${text} ${createHash('md5').update(text).digest('hex')}${'.'.repeat(50_000)}`;

async function write({ client }: Running, writer: number, acknowledged: () => void): Promise<void> {
  try {
    for (let n = 0; ; n++) {
      const Key = `${writer}/${n % 5}`;
      const entry = expected.get(Key) ?? { acknowledged: undefined };
      expected.set(Key, entry);
      const isRemoval = n % 4 === 3;
      const next = isRemoval ? undefined : content(`${Key} ${n} ${Math.random()}`);
      entry.underWay = { content: next };
      if (next === undefined) await client.send(new DeleteObjectCommand({ Bucket, Key }));
      else await client.send(new PutObjectCommand({ Bucket, Key, Body: next }));
      entry.acknowledged = next;
      delete entry.underWay;
      acknowledged();
    }
  } catch {
    // It was killed.
  }
}

async function check({ client }: Running): Promise<void> {
  const listed = new Set<string | undefined>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) listed.add(Key);
  }
  for (const [Key, entry] of expected) {
    const found = await client
      .send(new GetObjectCommand({ Bucket, Key }))
      .then(({ Body }) => Body?.transformToString())
      .catch((error) => {
        if (error.name !== 'NoSuchKey') throw error;
        return undefined;
      });
    expect([entry.acknowledged, ...(entry.underWay ? [entry.underWay.content] : [])]).toContain(found);
    expect(listed.has(Key)).toBe(found !== undefined);
    entry.acknowledged = found;
    delete entry.underWay;
  }
  const bodies = path.join(directory, 'desk', 's3', 'bodies');
  const files = existsSync(bodies)
    ? readdirSync(bodies, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    : [];
  expect(files).toHaveLength(listed.size);
}

it(`killed ${rounds} times under load, it keeps what it acknowledged, whole, and no file too many`, async () => {
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    const emulator = await start();
    await check(emulator);
    let left = 1 + Math.floor(Math.random() * 80);
    const killed = new Promise<void>((resolve, reject) => {
      const acknowledged = () => {
        total++;
        left--;
        if (left === 0) kill(emulator).then(resolve, reject);
      };
      for (let writer = 0; writer < writers; writer++) void write(emulator, writer, acknowledged);
    });
    await killed;
  }
  const last = await start();
  await check(last);
  await kill(last);
  expect(total).toBeGreaterThan(rounds);
});
