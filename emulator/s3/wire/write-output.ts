import type { ModelledOperation } from '../../front-door/sdk-schemas';
import { violations } from '../../front-door/validate';
import type { WireReply } from '../../front-door/wire';
import { writeLocation, writeXml } from './xml';

const nothing: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: async () => end }) };
const end = { done: true as const, value: undefined };

/** The reply to an output in the SDK's types. A streaming `Body` is bytes, or yields them. */
export function writeOutput(
  { name, http, output: schema }: ModelledOperation,
  output: object,
  method: string,
): WireReply {
  const { Body, Expires, ...checked } = output as Record<string, unknown>;
  const found = violations(schema, checked);
  if (found.length > 0) throw new Error(`The answer of ${name}: ${found.join('; ')}`);
  const [, , successful = 200] = http ?? [];
  const headers: Record<string, string> = {};
  if (Expires !== undefined) headers.expires = String(Expires);
  const document: Record<string, unknown> = {};
  let payload: WireReply['body'] | undefined;
  let hasDocument = false;
  for (const [member, memberSchema] of schema.isStructSchema() ? schema.structIterator() : []) {
    const { httpHeader, httpPrefixHeaders, httpPayload } = memberSchema.getMergedTraits();
    const value = member === 'Body' ? Body : checked[member];
    if (!httpHeader && !httpPrefixHeaders && !httpPayload) hasDocument = true;
    if (value === undefined || member === 'Expires') continue;
    if (httpHeader) headers[httpHeader.toLowerCase()] = headerText(value);
    else if (httpPrefixHeaders) Object.assign(headers, prefixed(httpPrefixHeaders, value as object));
    else if (httpPayload) {
      payload = memberSchema.isBlobSchema()
        ? (value as Uint8Array | AsyncIterable<Uint8Array>)
        : writeXml(memberSchema, value as object);
    } else document[member] = value;
  }
  const status = headers['content-range'] === undefined ? successful : 206;
  if (name === 'GetBucketLocation')
    payload = writeLocation(document.LocationConstraint as string | undefined);
  else if (hasDocument) payload = writeXml(schema, document);
  if (typeof payload === 'string') headers['content-type'] = 'application/xml';
  // What has no body must not have a length of its own either.
  const isWithout = method === 'HEAD' || status === 204;
  return { status, headers, body: isWithout ? nothing : (payload ?? '') };
}

const headerText = (value: unknown): string => (value instanceof Date ? value.toUTCString() : String(value));

const prefixed = (prefix: string, values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, String(value)]));

/** The reply to a refusal; `xml` is empty where S3 sends none. */
export const writeRefusal = (
  status: number,
  headers: Readonly<Record<string, string>>,
  xml: string,
): WireReply =>
  status === 304
    ? { status, headers, body: nothing }
    : { status, headers: { 'content-type': 'application/xml', ...headers }, body: xml };
