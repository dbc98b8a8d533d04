import type { IncomingMessage } from 'node:http';
import type { Log } from '../log';
import { failureTold } from '../state/no-room';
import { drain, readBody } from './body';
import { refuseForeign, signatureOf } from './caller';
import type { RequestListener } from './listen';
import { type Call, type Operation, ServiceError } from './operation';
import { reply } from './reply';
import { candidates, findOperation, notImplemented, unknownOperation } from './route';
import type { ServiceDefinition, ServiceName } from './service-definition';
import type { Protocol, WireReply } from './wire';

export interface FrontDoorProps {
  /** Asked for each request: they change when the app is synthesized again. */
  readonly services: () => readonly ServiceDefinition[];
  /** The emulator's own requests, below `/_outcrop/`. */
  readonly control: (name: string, body: Uint8Array, signal: AbortSignal) => Promise<WireReply | undefined>;
  readonly newId: () => string;
  readonly log: Log;
  /** Told of each request with the promise of its end, which is never rejected. */
  readonly onRequest?: (over: Promise<void>) => void;
}

const controlPath = '/_outcrop/';
/** Bytes of a request to the emulator itself. */
const controlLimit = 64 * 1024;

/** Takes a request to its operation and answers as AWS would, errors included. */
export function frontDoor({ services, control, newId, log, onRequest }: FrontDoorProps): RequestListener {
  const protocols = new Map<ServiceName, Promise<Protocol>>();
  const protocolOf = (service: ServiceDefinition): Promise<Protocol> => {
    const loaded = protocols.get(service.name) ?? service.protocol();
    protocols.set(service.name, loaded);
    return loaded;
  };
  const bug = (requestId: string, error: unknown): ServiceError => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log({ source: 'emulator', level: 'error', text: `${requestId} ${text}` });
    const message = `${failureTold(error)} (${requestId})`;
    return new ServiceError('InternalServerException', message, { status: 500 });
  };

  async function answer(request: IncomingMessage, call: Call): Promise<WireReply> {
    let protocol: Protocol = plain;
    try {
      refuseForeign(request.headers);
      // Split by hand: URL would resolve `..` and `//`, which may belong to a key.
      const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
      const query = new URLSearchParams(search);
      if (path.startsWith(controlPath)) {
        const body = await readBody(request, controlLimit);
        const controlled = body && (await control(path.slice(controlPath.length), body, call.signal));
        if (!controlled) throw new ServiceError('NotFound', `The emulator has no ${path}`, { status: 404 });
        return controlled;
      }
      const { signingName } = signatureOf(request.headers, query);
      const found = candidates(services(), path, signingName);
      const [first] = found.services;
      if (first) protocol = await protocolOf(first);
      const stream = first?.streamsBodies ? request : undefined;
      const limit = Math.max(...found.services.map(({ bodyLimit }) => bodyLimit));
      const body = stream ? Buffer.alloc(0) : await readBody(request, limit);
      if (!body) throw tooLarge(found.services);
      const targets = await Promise.all(
        found.services.map(async (service) => ({
          service,
          protocol: await protocolOf(service),
          pathname: found.pathname,
        })),
      );
      const { method = '', headers } = request;
      const wire = { method, headers, body, query, ...(stream && { stream }) };
      const operation = findOperation(targets, wire);
      if (!operation) throw unknownOperation(found.services, describe(request, found.pathname, body));
      const { target, match } = operation;
      protocol = target.protocol;
      if (body.length > target.service.bodyLimit) throw tooLarge([target.service]);
      const run: Operation<never, object> | undefined = target.service.operations[match.operation];
      if (!run) throw notImplemented(`${match.operation} of ${target.service.name}`);
      const { pathname } = target;
      const input = await protocol.decode(match, { ...wire, pathname });
      return protocol.encode(match, await run(input as never, call), call.requestId);
    } catch (error) {
      if (call.signal.aborted) throw error;
      if (protocol === plain && isForm(request)) protocol = await unknownQueryService();
      return protocol.encodeError(
        error instanceof ServiceError ? error : bug(call.requestId, error),
        call.requestId,
      );
    }
  }

  return (request, response) => {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableEnded) gone.abort();
    });
    request.on('error', () => gone.abort());
    response.on('error', () => gone.abort());
    const { accessKeyId } = signatureOf(request.headers, new URLSearchParams(request.url?.split('?')[1]));
    const call: Call = { requestId: newId(), signal: gone.signal, ...(accessKeyId && { accessKeyId }) };
    const over = answer(request, call)
      .then((answered) => reply(response, answered, call))
      .then(() => drain(request))
      .catch((error) => {
        if (!gone.signal.aborted) bug(call.requestId, error);
        response.destroy();
      });
    onRequest?.(over);
  };
}

const tooLarge = (services: readonly ServiceDefinition[]): ServiceError => {
  const limit = Math.max(...services.map(({ bodyLimit }) => bodyLimit));
  const name = services[0]?.tooLarge ?? 'RequestEntityTooLargeException';
  return new ServiceError(name, `Request must be smaller than ${limit} bytes`, { status: 413 });
};

const describe = (request: IncomingMessage, pathname: string, body: Buffer): string =>
  String(
    request.headers['x-amz-target'] ??
      new URLSearchParams(body.subarray(0, 4096).toString()).get('Action') ??
      `${request.method} ${pathname}`,
  );

const isForm = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/** A client that sends a form reads XML only, whatever its service is. */
const unknownQueryService = async (): Promise<Protocol> => {
  const { awsQuery } = await import('./aws-query');
  return awsQuery({ sdkPackage: {}, namespace: 'unknown', xmlNamespace: '' });
};

/** Before a request's service is known there is no protocol to answer in: JSON, as most of them speak. */
const plain: Protocol = {
  operations: new Set(),
  match: () => undefined,
  decode: () => ({}),
  encode: () => {
    throw new Error('No operation was found');
  },
  encodeError: ({ name, message, status = 400 }) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message }),
  }),
};
