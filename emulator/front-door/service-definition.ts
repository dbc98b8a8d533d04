import type { Operations } from './operation';
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

export interface ServiceDefinition {
  readonly name: ServiceName;
  /** The service's name in a signature: all of Bedrock's sign as `bedrock`. */
  readonly signingName: string;
  /** Bytes; longer requests are refused with 413. */
  readonly bodyLimit: number;
  /** The exception for those, where the service has one of its own. */
  readonly tooLarge?: string;
  /** Loaded by the first request, so that the emulator starts quickly. */
  protocol(): Promise<Protocol>;
  readonly operations: Operations;
  /** How an implemented operation differs from AWS's, in a few words; the others are meant to be the same. */
  readonly approximate?: Readonly<Record<string, string>>;
}
