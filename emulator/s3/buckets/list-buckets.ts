import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../front-door/operation';
import type { Services } from '../../services';
import { ownerOf } from '../owner';
import { invalidArgument } from '../s3-error';

export const listBuckets =
  ({ app, s3 }: Pick<Services, 'app' | 's3'>): Operation<ListBucketsRequest, ListBucketsOutput> =>
  async ({ BucketRegion, ContinuationToken, MaxBuckets = 10_000, Prefix = '' }) => {
    if (MaxBuckets < 1 || MaxBuckets > 10_000) {
      throw invalidArgument(
        'Argument max-buckets must be an integer between 1 and 10000',
        'max-buckets',
        MaxBuckets,
      );
    }
    const after = ContinuationToken && Buffer.from(ContinuationToken, 'base64url').toString();
    const all = [];
    for await (const bucket of s3.buckets.list()) {
      const isThere = BucketRegion === undefined || BucketRegion === app.region;
      const isBefore = after !== undefined && bucket.name <= after;
      if (isThere && !isBefore && bucket.name.startsWith(Prefix)) all.push(bucket);
    }
    const page = all.slice(0, MaxBuckets);
    const last = page.at(-1);
    return {
      Owner: ownerOf(app.account),
      Buckets: page.map(({ name, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: app.region,
        BucketArn: `arn:${app.partition}:s3:::${name}`,
      })),
      ...(Prefix && { Prefix }),
      ...(last &&
        all.length > page.length && { ContinuationToken: Buffer.from(last.name).toString('base64url') }),
    };
  };
