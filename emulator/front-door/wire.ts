import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ServiceError } from './operation';

/** A request as a protocol reads it: the path is below the service's base path. */
export interface WireRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the service reads its bodies itself. */
  readonly body: Uint8Array;
  /** The body, for a service that reads it itself. */
  readonly stream?: Readable;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An iterable is written as it comes, and no faster than the client reads. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** The operation that a request names, with what was taken out of its path. */
export interface Match {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One of AWS's protocols for one service. */
export interface Protocol {
  /** All operations of the service's model. */
  readonly operations: ReadonlySet<string>;
  /** Undefined when the service has no such operation. */
  match(request: WireRequest): Match | undefined;
  /** Throws a ServiceError when the input does not fit the operation. */
  decode(match: Match, request: WireRequest): Promise<object> | object;
  encode(match: Match, output: object, requestId: string): WireReply;
  encodeError(error: ServiceError, requestId: string): WireReply;
}
