import type { Operation } from './operation';
import type { Protocol } from './wire';

/** The services that have a base path, by that path's name. */
export const serviceNames = [
  'bedrock-agent-runtime',
  'bedrock-agent',
  'bedrock-runtime',
  'dynamodb',
  'lambda',
  'cloudformation',
  'sts',
  's3',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** How an implemented operation stands to AWS's: meant to be the same, or how it differs, in one line. */
export type Fidelity = 'exact' | { readonly approximate: string };

/** What the README says of a service. An operation that its SDK package has and `fidelity` lacks answers 501. */
export interface CoveredService<Implemented extends string = string> {
  readonly name: ServiceName;
  readonly sdkPackage: () => Promise<object>;
  readonly fidelity: Readonly<Record<Implemented, Fidelity>>;
}

/** Made for the operations that the coverage names: neither can have one that the other has not. */
export interface ServiceDefinition<Implemented extends string = string> extends CoveredService<Implemented> {
  /** The service's name in a signature: all of Bedrock's sign as `bedrock`. */
  readonly signingName: string;
  /** Bytes; longer requests are refused with 413. */
  readonly bodyLimit: number;
  /** The exception for those, where the service has one of its own. */
  readonly tooLarge?: string;
  /** The protocol reads the body itself, as a stream, and keeps to its own limits. */
  readonly streamsBodies?: boolean;
  /** Loaded by the first request, so that the emulator starts quickly. */
  protocol(): Promise<Protocol>;
  /** By the SDK's names. */
  readonly operations: Readonly<Record<Implemented, Operation<never, object>>>;
}
