import type { Access } from '../iam/guard';

/** What the front door knows about one request besides its input. */
export interface Call {
  /** Sent as `x-amzn-requestid`, and worth a place in every log line. */
  readonly requestId: string;
  /** Aborted when the client has gone away or the emulator closes. */
  readonly signal: AbortSignal;
  /** From the request's signature; absent when it is not signed. Signatures are not verified. */
  readonly accessKeyId?: string;
  /** Who calls and what it may do; every operation of a running emulator gets it. */
  readonly access?: Access;
}

/**
 * One AWS operation: takes and returns the SDK's own types. Throws a ServiceError for what AWS would refuse;
 * anything else that it throws is a bug and answers 500. A streaming member of the output (`completion`) is an
 * AsyncIterable of events: a ServiceError thrown by it becomes an exception frame in the stream.
 */
export type Operation<Input, Output> = (input: Input, call: Call) => Promise<Output> | Output;

export interface ServiceErrorProps {
  /** By default as the service's model says, else 400. */
  readonly status?: number;
  /** Further members of the exception, for example `resourceName`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error as AWS answers it: `name` is the exception's name, the message is for the caller. */
export class ServiceError extends Error {
  readonly status: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, { status, fields = {}, cause }: ServiceErrorProps = {}) {
    super(message, { cause });
    this.name = name;
    this.status = status;
    this.fields = fields;
  }
}
