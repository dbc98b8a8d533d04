import { text } from 'node:stream/consumers';
import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { ListedObject } from './document-bucket';

/** In S3's XML, where a key is encoded as in a URL, no entity but those of an ETag's quotes is to be expected. */
const entry = /<Contents>(.*?)<\/Contents>/gs;
const member = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`);
const [keyIn, etagIn, sizeIn] = [member('Key'), member('ETag'), member('Size')];

export const bare = (etag: string): string => etag.replace(/^(?:"|&quot;|&#34;)|(?:"|&quot;|&#34;)$/g, '');

const decoded = (key: string) => decodeURIComponent(key.replaceAll('+', ' '));

/**
 * One page of a listing, and the token of the next. Its thousand entries are taken out of the XML before the SDK
 * reads the rest: the SDK takes as long for them as the whole remaining sync of documents that did not change.
 */
export async function listPage(
  client: S3Client,
  input: ListObjectsV2CommandInput,
  signal: AbortSignal,
): Promise<{ readonly objects: readonly ListedObject[]; readonly next: string | undefined }> {
  const objects: ListedObject[] = [];
  const command = new ListObjectsV2Command({ ...input, EncodingType: 'url' });
  command.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request);
      const response = result.response as { readonly statusCode: number; body: unknown };
      if (response.statusCode !== 200) return result;
      const xml = await text(response.body as NodeJS.ReadableStream);
      response.body = Buffer.from(xml.replace(entry, (_, content: string) => take(content)));
      return result;
    },
    // Before whatever else looks at the response.
    { step: 'deserialize', priority: 'low', name: 'listEntries' },
  );
  const take = (content: string) => {
    const [key, etag, size] = [keyIn, etagIn, sizeIn].map((part) => part.exec(content)?.[1]);
    if (key === undefined || etag === undefined) throw new Error(`A listing has the entry ${content}`);
    objects.push({ key: decoded(key), etag: bare(etag), bytes: Number(size ?? 0) });
    return '';
  };
  const { NextContinuationToken, IsTruncated } = await client.send(command, { abortSignal: signal });
  return { objects, next: IsTruncated ? NextContinuationToken : undefined };
}
