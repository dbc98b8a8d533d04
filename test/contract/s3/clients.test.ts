import { execFile, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { openS3Shop, plainBucket, type S3Shop, versionedBucket } from '../../kit/s3-shop';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

let shop: S3Shop;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  shop = await openS3Shop();
  folder = mkdtempSync(path.join(tmpdir(), 's3-clients-'));
  const nothing = path.join(folder, 'no-such-file');
  env = {
    ...process.env,
    ...shop.emulator.env,
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_PAGER: '',
    PYTHONWARNINGS: 'ignore',
  };
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop.close();
});

const run = promisify(execFile);
const aws = async (...args: string[]) => {
  const endpoint = shop.emulator.env.AWS_ENDPOINT_URL_S3 ?? '';
  const { stdout } = await run('aws', ['--endpoint-url', endpoint, ...args], { env });
  return stdout;
};
const names = (directory: string) => readdirSync(directory, { recursive: true }).map(String).sort();

if (hasCli) {
  it('lets `aws s3 sync` bring a folder there and back, and find nothing to do the second time', async () => {
    const [source, back] = [path.join(folder, 'source'), path.join(folder, 'back')];
    mkdirSync(path.join(source, 'sub'), { recursive: true });
    const files = ['a.md', 'ü b+c.md', 'sub/d.csv', 'big.bin'];
    for (const file of files) {
      writeFileSync(path.join(source, file), file === 'big.bin' ? Buffer.alloc(9_000_000, 'x') : file);
      // The emulator's clock stands still: for the client, what is newer than an upload has changed.
      utimesSync(path.join(source, file), 1_700_000_000, 1_700_000_000);
    }
    const target = `s3://${plainBucket}/docs`;
    expect((await aws('s3', 'sync', source, target, '--no-progress')).match(/^upload: /gm)).toHaveLength(4);
    expect(await aws('s3', 'sync', source, target)).toBe('');
    await aws('s3', 'sync', target, back);
    expect(names(back)).toEqual(names(source));
    for (const file of files) {
      expect(readFileSync(path.join(back, file)).equals(readFileSync(path.join(source, file)))).toBe(true);
    }
  });
} else {
  it('was not tried with `aws s3 sync`: this machine has no AWS CLI', () => expect(hasCli).toBe(false));
}

const script = `
import boto3, io, json, os
from boto3.s3.transfer import TransferConfig
s3 = boto3.client('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL_S3'])
bucket, versioned = 'made-by-boto3', os.environ['VERSIONED']
s3.create_bucket(Bucket=bucket)
keys = ['a', 'a/b c+d%.txt', 'ü/日本/😀', 'a//../b', 'x\\x01y']
for key in keys:
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), Metadata={'a': 'b'})
assert s3.get_object(Bucket=bucket, Key=keys[2])['Body'].read().decode() == keys[2]
assert s3.head_object(Bucket=bucket, Key='a')['Metadata'] == {'a': 'b'}
pages = s3.get_paginator('list_objects_v2').paginate(Bucket=bucket, PaginationConfig={'PageSize': 2})
listed = [one['Key'] for page in pages for one in page['Contents']]
assert listed == sorted(keys, key=lambda key: key.encode()), listed
prefixes = s3.list_objects_v2(Bucket=bucket, Delimiter='/')['CommonPrefixes']
assert [one['Prefix'] for one in prefixes] == ['a/', 'ü/'], prefixes
big = os.urandom(11_000_000)
config = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(big), bucket, 'big', Config=config)
out = io.BytesIO()
s3.download_fileobj(bucket, 'big', out, Config=config)
assert out.getvalue() == big
s3.copy({'Bucket': bucket, 'Key': 'big'}, bucket, 'copy', Config=config)
assert s3.get_object(Bucket=bucket, Key='copy', Range='bytes=5-9')['Body'].read() == big[5:10]
s3.put_object(Bucket=versioned, Key='v', Body=b'1')
s3.delete_object(Bucket=versioned, Key='v')
try:
    s3.get_object(Bucket=versioned, Key='v')
    raise AssertionError('it is deleted')
except s3.exceptions.NoSuchKey:
    pass
resource = boto3.resource('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL_S3'])
resource.Bucket(versioned).object_versions.delete()
# Python's XML parser reads no control character, however it is written.
s3.delete_object(Bucket=bucket, Key=keys.pop())
deleted = s3.delete_objects(Bucket=bucket, Delete={'Objects': [{'Key': key} for key in keys + ['big', 'copy']]})
assert len(deleted['Deleted']) == 6 and 'Errors' not in deleted, deleted
print(json.dumps({'left': s3.list_objects_v2(Bucket=bucket)['KeyCount']}))
`;

if (hasBoto3) {
  it('does for boto3 what it asks for, with its own checks of what comes back', async () => {
    const { stdout } = await run('python3', ['-c', script], {
      env: { ...env, VERSIONED: versionedBucket },
    });
    expect(JSON.parse(stdout)).toEqual({ left: 0 });
  });
} else {
  it('was not tried with boto3: this machine does not have it', () => expect(hasBoto3).toBe(false));
}
