import type { NormalizedSchema } from '@smithy/core/schema';
import { violations } from '../../front-door/validate';
import type { WireRequest } from '../../front-door/wire';
import { defaultAlgorithm } from '../body/checksums';
import { type IncomingBody, incomingBody } from '../body/incoming-body';
import { verifying } from '../body/measure';
import { invalidArgument, invalidRequest, malformedXml, S3Error } from '../s3-error';
import type { Address } from './find-route';
import { readXml } from './xml';

/** Bytes of a document: DeleteObjects with a thousand of the longest keys fits. */
const documentLimit = 8 * 1024 * 1024;

/** The input of an operation in the SDK's types; a streaming `Body` is an IncomingBody. */
export async function readInput(
  input: NormalizedSchema,
  { bucket, key }: Address,
  request: WireRequest,
  mustHaveChecksum: boolean,
): Promise<object> {
  if (!input.isStructSchema()) return {};
  const { headers, query } = request;
  const stream = request.stream ?? refuseWithoutStream();
  const body = incomingBody(headers, stream);
  const bound: Record<string, unknown> = {};
  /** What the schema need not check: it is no date, or it is a stream. */
  const unchecked: Record<string, unknown> = {};
  for (const [name, member] of input.structIterator()) {
    const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders, httpPayload } = member.getMergedTraits();
    const value = httpHeader ? headers[httpHeader.toLowerCase()] : undefined;
    if (httpLabel) bound[name] = name === 'Bucket' ? bucket : key;
    else if (httpQuery && query.has(httpQuery)) bound[name] = scalar(member, query.get(httpQuery) ?? '');
    else if (httpPrefixHeaders) bound[name] = prefixed(headers, httpPrefixHeaders);
    else if (name === 'Expires' && value !== undefined) unchecked[name] = String(value);
    else if (value !== undefined && value !== '') bound[name] = scalar(member, String(value));
    else if (httpPayload && member.isBlobSchema()) unchecked[name] = body;
    else if (httpPayload) bound[name] = await readDocument(member, body, mustHaveChecksum);
  }
  const [violation] = violations(input, bound);
  if (violation) throw invalid(violation);
  return { ...bound, ...unchecked };
}

function invalid(violation: string): S3Error {
  const [name = ''] = violation.split(' ');
  // A member of a document has a path, a parameter does not.
  return /[.[]/.test(name) ? malformedXml() : invalidArgument(violation, name, '');
}

const refuseWithoutStream = (): never => {
  throw new Error('S3 reads its bodies itself');
};

function scalar(schema: NormalizedSchema, value: string): unknown {
  if (schema.isListSchema())
    return value.split(',').map((item) => scalar(schema.getValueSchema(), item.trim()));
  if (schema.isNumericSchema()) return /^-?\d+$/.test(value) ? Number(value) : value;
  if (schema.isBooleanSchema()) {
    return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : value;
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(value);
    // S3 takes a condition that is no date as if it were not there.
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  return value;
}

const prefixed = (headers: WireRequest['headers'], prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), String(value)]),
  );

async function readDocument(
  schema: NormalizedSchema,
  body: IncomingBody,
  mustHaveChecksum: boolean,
): Promise<unknown> {
  const verified = verifying(body, body.algorithm ?? defaultAlgorithm);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of verified.bytes) {
    size += chunk.length;
    if (size > documentLimit) {
      throw new S3Error('MaxMessageLengthExceeded', 'Your request was too large.');
    }
    chunks.push(chunk);
  }
  await verified.result();
  if (size === 0) return undefined;
  if (mustHaveChecksum && body.contentMd5 === undefined && body.algorithm === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5');
  }
  return readXml(schema, Buffer.concat(chunks));
}
