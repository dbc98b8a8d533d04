import { ServiceError } from './operation';
import { type ServiceDefinition, serviceNames } from './service-definition';
import type { Match, Protocol, WireRequest } from './wire';

export interface Target {
  readonly service: ServiceDefinition;
  readonly protocol: Protocol;
  /** Below the base path. */
  readonly pathname: string;
}

const names: ReadonlySet<string> = new Set(serviceNames);

/**
 * The services that a path or, without a base path, a signature can mean: more than one only for `bedrock`,
 * whose services share a signing name and tell apart by their paths.
 */
export function candidates(
  services: readonly ServiceDefinition[],
  pathname: string,
  signingName: string | undefined,
): { readonly services: readonly ServiceDefinition[]; readonly pathname: string } {
  const [, first = '', ...rest] = pathname.split('/');
  // A bucket or, with the bucket in the host's name, a key may be called like another service.
  if (names.has(first) && (first === 's3' || signingName !== 's3')) {
    const named = services.filter(({ name }) => name === first);
    if (named.length === 0) throw notImplemented(`the service ${first}`);
    return { services: named, pathname: `/${rest.join('/')}` };
  }
  if (signingName === undefined) {
    throw new ServiceError(
      'MissingAuthenticationTokenException',
      `${pathname}: without a signature the path must begin with a service: ${serviceNames.join(', ')}`,
      { status: 403 },
    );
  }
  const signed = services.filter((service) => service.signingName === signingName);
  if (signed.length === 0) throw notImplemented(`the service ${signingName}`);
  return { services: signed, pathname };
}

/** Finds the operation. A path that only differs in its last slash is taken when nothing fits better. */
export function findOperation(
  targets: readonly Target[],
  request: Omit<WireRequest, 'pathname'>,
): { readonly target: Target; readonly match: Match } | undefined {
  for (const respell of [(path: string) => path, toggleSlash]) {
    for (const target of targets) {
      const match = target.protocol.match({ ...request, pathname: respell(target.pathname) });
      if (match) return { target, match };
    }
  }
  return undefined;
}

const toggleSlash = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`);

/** 501 and not 500, which the SDKs would retry. */
export const notImplemented = (what: string): ServiceError =>
  new ServiceError('NotImplementedException', `The emulator does not implement ${what}`, { status: 501 });

/** AWS has services that sign as `bedrock` and that the emulator has never heard of: theirs may be an operation. */
export const unknownOperation = (services: readonly ServiceDefinition[], request: string): ServiceError => {
  const [service, another] = services;
  if (another) return notImplemented(`${request} of any service that signs as ${another.signingName}`);
  const message = `${service?.name} has no operation ${request}`;
  return new ServiceError('UnknownOperationException', message, { status: 404 });
};
