import type { ServiceError } from '../../front-door/operation';
import { operationsOf } from '../../front-door/sdk-schemas';
import type { Match, Protocol } from '../../front-door/wire';
import type { Services } from '../../services';
import { S3Error } from '../s3-error';
import { addressOf } from './address';
import { routesOf } from './find-route';
import { refuseExpired } from './presigned';
import { readInput } from './read-input';
import { writeOutput, writeRefusal } from './write-output';
import { writeError } from './xml';

/** What the front door refuses by itself, in S3's words. */
const frontDoorCodes: Readonly<Record<string, readonly [code: string, status: number]>> = {
  NotImplementedException: ['NotImplemented', 501],
  InternalServerException: ['InternalError', 500],
  UnknownOperationException: ['MethodNotAllowed', 405],
  AccessDeniedException: ['AccessDenied', 403],
};

/** These must come with a digest of their document. */
const withChecksum: ReadonlySet<string> = new Set(['DeleteObjects']);

/** restXml as S3 speaks it, by the schemas that its SDK package itself carries. */
export function s3Protocol(sdkPackage: object, clock: Services['clock']): Protocol {
  const operations = operationsOf(sdkPackage);
  const findRoute = routesOf(operations.values());
  const operationOf = ({ operation }: Match) => {
    const found = operations.get(operation);
    if (!found) throw new Error(`S3 has no operation ${operation}`);
    return found;
  };
  const metadata = (requestId: string) => ({ server: 'AmazonS3', 'x-amz-request-id': requestId });

  return {
    operations: new Set(operations.keys()),
    match(request) {
      const address = addressOf(request);
      const operation = findRoute(request, address);
      if (operation === undefined) return undefined;
      return { operation, labels: { ...address, method: request.method } };
    },
    decode(match, request) {
      refuseExpired(request.query, clock.now());
      const { bucket = '', key = '' } = match.labels;
      const { input } = operationOf(match);
      return readInput(input, { bucket, key }, request, withChecksum.has(match.operation));
    },
    encode(match, output, requestId) {
      const reply = writeOutput(operationOf(match), output, match.labels.method ?? '');
      return { ...reply, headers: { ...metadata(requestId), ...reply.headers } };
    },
    encodeError(error: ServiceError, requestId) {
      const [code, status] = frontDoorCodes[error.name] ?? [error.name, error.status ?? 400];
      const headers = error instanceof S3Error ? error.headers : {};
      const xml = writeError({
        Code: code,
        Message: error.message,
        ...error.fields,
        RequestId: requestId,
      });
      return writeRefusal(status, { ...metadata(requestId), ...headers }, xml);
    },
  };
}
