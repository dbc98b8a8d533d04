import { S3Error } from '../s3-error';

/** In seconds: a week. */
const longest = 604_800;

/**
 * Throws AccessDenied for a presigned URL whose time is over, by X-Amz-Expires or, of version 2, by Expires. The
 * signature itself is not verified. `now` is in milliseconds since 1970.
 */
export function refuseExpired(query: URLSearchParams, now: number): void {
  if (query.has('X-Amz-Signature')) {
    const seconds = lifetime(query);
    refuse(signedAt(query.get('X-Amz-Date') ?? '') + seconds * 1000, now, { 'X-Amz-Expires': seconds });
  } else if (query.has('Signature') && query.has('AWSAccessKeyId')) {
    const expires = query.get('Expires');
    if (expires === null) {
      throw denied(
        'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
      );
    }
    if (!/^\d+$/.test(expires)) throw denied(`Invalid date (should be seconds since epoch): ${expires}`);
    refuse(Number(expires) * 1000, now);
  }
}

function refuse(expiresAt: number, now: number, fields: Readonly<Record<string, unknown>> = {}): void {
  if (now <= expiresAt) return;
  const [Expires, ServerTime] = [inSeconds(expiresAt), inSeconds(now)];
  throw denied('Request has expired', { ...fields, Expires, ServerTime });
}

function lifetime(query: URLSearchParams): number {
  const required = ['Algorithm', 'Credential', 'Date', 'SignedHeaders', 'Expires'];
  if (!required.every((name) => query.has(`X-Amz-${name}`))) {
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const text = query.get('X-Amz-Expires') ?? '';
  if (!/^-?\d+$/.test(text)) throw malformed('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative');
  if (seconds > longest) {
    throw malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longest} seconds`,
    );
  }
  return seconds;
}

/** `20261121T103015Z`, in milliseconds since 1970. */
function signedAt(text: string): number {
  const at = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!/^\d{8}T\d{6}Z$/.test(text) || Number.isNaN(at)) {
    throw malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  return at;
}

const inSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const denied = (message: string, fields?: Readonly<Record<string, unknown>>): S3Error =>
  new S3Error('AccessDenied', message, { status: 403, ...(fields && { fields }) });

const malformed = (message: string): S3Error => new S3Error('AuthorizationQueryParametersError', message);
