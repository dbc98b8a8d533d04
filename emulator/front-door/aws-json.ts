import { crc32 } from 'node:zlib';
import { ServiceError } from './operation';
import { statusOf } from './sdk-schemas';
import type { Protocol, WireReply } from './wire';

export interface AwsJsonProps {
  /** Before the dot in `X-Amz-Target`, for example `DynamoDB_20120810`. */
  readonly target: string;
  /** Before the `#` of an exception's name. */
  readonly namespace: string;
  /** Names of all operations that the service has. */
  readonly operations: ReadonlySet<string>;
  /** Throws for an input whose structure is not its operation's. */
  readonly check: (operation: string, input: object) => void;
}

const contentType = 'application/x-amz-json-1.0';
const reply = (status: number, value: object): WireReply => {
  const body = JSON.stringify(value);
  return { status, headers: { 'content-type': contentType, 'x-amz-crc32': String(crc32(body)) }, body };
};

/** awsJson1.0 with the JSON handed on as it is: the engine behind it checks types as DynamoDB does. */
export function awsJson({ target, namespace, operations, check }: AwsJsonProps): Protocol {
  return {
    operations,

    match({ headers }) {
      const [service, operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
      return service === target && operations.has(operation) ? { operation, labels: {} } : undefined;
    },
    decode({ operation }, { body }) {
      const input = objectIn(body);
      check(operation, input);
      return input;
    },
    encode: (_match, output) => reply(200, output),
    encodeError: ({ name, message, status, fields }) =>
      reply(status ?? statusOf(namespace, name), { __type: `${namespace}#${name}`, message, ...fields }),
  };
}

function objectIn(body: Uint8Array): object {
  try {
    const input: unknown = JSON.parse(Buffer.from(body).toString());
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // answered below, as what is JSON but no object
  }
  throw new ServiceError('SerializationException', 'The body is not a JSON object', {
    fields: { __type: 'com.amazon.coral.service#SerializationException' },
  });
}
