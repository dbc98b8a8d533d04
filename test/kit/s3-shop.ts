import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import { agentResources, type HandMadeApp, handMadeApp } from './hand-made-app';
import { clientConfig } from './sdk-client';

export const plainBucket = 'plain-bucket';
export const versionedBucket = 'versioned-bucket';

export interface S3Shop {
  readonly app: HandMadeApp;
  readonly emulator: Emulator;
  readonly client: S3Client;
  /** What the emulator keeps. */
  readonly directory: string;
  /** What the emulator's clock shows, in milliseconds since 1970. */
  readonly time: { at: number };
  newClient(config?: S3ClientConfig): S3Client;
  /** An object of the plain bucket, unless `rest` names another; the same goes for those below. */
  put(
    Key: string,
    Body: PutObjectCommandInput['Body'],
    rest?: Partial<PutObjectCommandInput>,
  ): Promise<PutObjectCommandOutput>;
  get(Key: string, rest?: Partial<GetObjectCommandInput>): Promise<GetObjectCommandOutput>;
  head(Key: string, rest?: Partial<HeadObjectCommandInput>): Promise<HeadObjectCommandOutput>;
  text(Key: string, rest?: Partial<GetObjectCommandInput>): Promise<string | undefined>;
  /** Ends the emulator and starts another one on what it kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** An emulator with a bucket that keeps versions and one that does not, and a client for it. */
export async function openS3Shop(): Promise<S3Shop> {
  const app = handMadeApp({
    Plain: { Type: 'AWS::S3::Bucket', Properties: { BucketName: plainBucket } },
    Versioned: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: versionedBucket, VersioningConfiguration: { Status: 'Enabled' } },
    },
    ...agentResources('Desk', {}),
  });
  const directory = mkdtempSync(path.join(tmpdir(), 's3-shop-'));
  const time = { at: Date.UTC(2026, 10, 21, 10, 30, 15, 250) };
  const clients: S3Client[] = [];
  const start = () =>
    createEmulator({ assembly: app.folder, state: { directory }, clock: { now: () => time.at } });
  let emulator = await start();
  const newClient = (config: S3ClientConfig = {}) => {
    const client = new S3Client({
      ...clientConfig(emulator, 's3'),
      maxAttempts: 1,
      ...config,
    } as S3ClientConfig);
    clients.push(client);
    return client;
  };
  let client = newClient();
  const Bucket = plainBucket;
  const get = (Key: string, rest = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...rest }));
  return {
    app,
    directory,
    time,
    newClient,
    get emulator() {
      return emulator;
    },
    get client() {
      return client;
    },
    put: (Key, Body, rest = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest })),
    get,
    head: (Key, rest = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...rest })),
    text: async (Key, rest) => (await get(Key, rest)).Body?.transformToString(),
    async restart() {
      await emulator.close();
      emulator = await start();
      client = newClient();
    },
    async close() {
      for (const one of clients) one.destroy();
      await emulator.close();
      app.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
