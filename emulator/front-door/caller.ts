import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from './operation';

export interface Signature {
  readonly accessKeyId?: string;
  /** The service's name in the scope, for example `bedrock`. */
  readonly signingName?: string;
}

/** Who signed the request, and for which service. The signature itself is not verified: every key is a fake. */
export function signatureOf(headers: IncomingHttpHeaders, query: URLSearchParams): Signature {
  const { authorization = '' } = headers;
  if (authorization.startsWith('Bearer ')) return { signingName: 'bedrock' };
  // boto3 and the AWS CLI still sign S3's URLs by version 2, which names no service.
  const older = query.has('Signature') && query.get('AWSAccessKeyId');
  if (older) return { accessKeyId: older, signingName: 's3' };
  const credential = /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? query.get('X-Amz-Credential');
  const [accessKeyId, , , signingName] = credential?.split('/') ?? [];
  return { ...(accessKeyId && { accessKeyId }), ...(signingName && { signingName }) };
}

const isLoopback = (hostname: string) =>
  hostname === '127.0.0.1' ||
  hostname === '[::1]' ||
  hostname === 'localhost' ||
  hostname.endsWith('.localhost');

const hostnameOf = (url: string): string | undefined => {
  try {
    return new URL(url).hostname;
  } catch {
    return undefined;
  }
};

/**
 * Refuses what only a browser would send on behalf of somebody else's page: a foreign name that resolves to
 * this machine (DNS rebinding), or a foreign page's own request.
 */
export function refuseForeign(headers: IncomingHttpHeaders): void {
  const host = String(headers[':authority'] ?? headers.host ?? '');
  if (!isLoopback(hostnameOf(`http://${host}`) ?? '')) {
    throw new ServiceError(
      'AccessDeniedException',
      `The emulator answers on 127.0.0.1 and localhost only, not as ${host || 'a host without a name'}`,
      { status: 403 },
    );
  }
  const { origin } = headers;
  if (origin !== undefined && !isLoopback(hostnameOf(origin) ?? '')) {
    throw new ServiceError('AccessDeniedException', `The emulator does not answer pages of ${origin}`, {
      status: 403,
    });
  }
}
