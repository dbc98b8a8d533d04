import type { NormalizedSchema } from '@smithy/core/schema';
import { coveredServices } from '../../../emulator/coverage';
import { operationsOf } from '../../../emulator/front-door/sdk-schemas';
import type { ServiceName } from '../../../emulator/front-door/service-definition';
import { requiredMembers } from '../../../emulator/front-door/validate';
import { clientConfig } from '../../kit/sdk-client';
import type { Known, ServedApp } from './served-app';
import { validInputs } from './valid-inputs';

/** A request as it goes over the wire. */
export interface Wire {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Seeds {
  /** Of operations that the emulator has. */
  readonly served: readonly Wire[];
  /** Of those that it names with 501. */
  readonly missing: readonly Wire[];
}

/** Of each service: one way of saying no is much like another. */
const enoughMissing = 5;

/** Requests for the operations of every service, as the stock SDK writes them: by hand and by its own schemas. */
export async function seedsFor({ emulator, known }: Pick<ServedApp, 'emulator' | 'known'>): Promise<Seeds> {
  const all: Wire[] = [];
  const missing: Wire[] = [];
  const byHand = validInputs(known);
  for (const { name, sdkPackage, fidelity } of coveredServices) {
    const sdk: Readonly<Record<string, unknown>> = { ...(await sdkPackage()) };
    const client = capturing(sdk, {
      ...clientConfig(emulator, name),
      maxAttempts: 1,
      forcePathStyle: true,
      logger: silent,
    });
    const served: Wire[] = [];
    for (const [operation, { input }] of operationsOf(sdk)) {
      const isServed = operation in fidelity;
      if (!isServed && missing.filter((wire) => wire.service === name).length === enoughMissing) continue;
      const names = knownTo(operation, known);
      const inputs = isServed
        ? [...(byHand[name]?.[operation] ?? []), inputOf(input, names, false), inputOf(input, names, true)]
        : [inputOf(input, names, false)];
      for (const one of inputs) {
        const wire = await client.capture(operation, one);
        if (wire) (isServed ? served : missing).push({ ...wire, service: name, operation });
      }
      if (isServed && !served.some((wire) => wire.operation === operation)) {
        throw new Error(`No request for ${operation} of ${name}`);
      }
    }
    // A service of few operations shall not be asked for little.
    for (let turn = 0; turn < Math.ceil(30 / served.length); turn++) all.push(...served);
  }
  return { served: all, missing };
}

/** The SDK's own kind of bytes warns of what Buffer.from does with it. */
const bytesOf = (body: string | Uint8Array) =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]);

/** What is deleted must not be what all others ask for. */
function knownTo(operation: string, known: Known): Known {
  if (/^Delete(Table|Bucket|Object)/.test(operation)) {
    return { ...known, TableName: 'another', Bucket: 'another', Key: 'gone' };
  }
  return operation.includes('IngestionJob') ? { ...known, dataSourceId: known.bucketSourceId ?? '' } : known;
}

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const quiet = () => {};
const silent = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

function capturing(sdk: Readonly<Record<string, unknown>>, config: object) {
  let seen: SdkRequest | undefined;
  const enough = new Error('Captured');
  const requestHandler = {
    async handle(request: SdkRequest) {
      seen = request;
      throw enough;
    },
  };
  const named = Object.keys(sdk).find((name) => /^[A-Za-z0-9]+Client$/.test(name)) ?? '';
  const Client = sdk[named] as new (config: object) => { send(command: object): Promise<unknown> };
  const client = new Client({ ...config, requestHandler });
  return {
    async capture(
      operation: string,
      input: object,
    ): Promise<Omit<Wire, 'service' | 'operation'> | undefined> {
      const Command = sdk[`${operation}Command`] as new (input: object) => object;
      seen = undefined;
      // The SDK refuses some inputs itself: then there is nothing to send.
      await client.send(new Command(input)).catch(() => {});
      if (!seen) return undefined;
      const { method, path, query, headers, body = '' } = seen as SdkRequest;
      if (typeof body !== 'string' && !(body instanceof Uint8Array)) return undefined;
      const pairs = Object.entries(query).flatMap(([name, value]) =>
        [value ?? ''].flat().map((one) => [name, one] as const),
      );
      return { method, path, query: pairs, headers: { ...headers }, body: bytesOf(body) };
    },
  };
}

/** Made up, they would be all that an answer speaks of. */
const notToBeGuessed = /^(nextToken|NextToken|Marker|ContinuationToken|ExclusiveStart.*|IfMatch.*)$/;

/** Members that hold themselves go no deeper than this. */
const deepest = 6;

/** An input with what must be there, or with everything that can be, a union's first member alone. */
function inputOf(schema: NormalizedSchema, known: Known, everything: boolean): object {
  return (made(schema, '', 0) ?? {}) as object;

  function made(at: NormalizedSchema, name: string, depth: number): unknown {
    if (at.isStructSchema()) return structOf(at, depth);
    if (at.isListSchema()) return depth > deepest ? [] : [made(at.getValueSchema(), name, depth + 1)];
    if (at.isMapSchema()) {
      const key = known[name] ?? known.TableName ?? 'a';
      return depth > deepest ? {} : { [key]: made(at.getValueSchema(), name, depth + 1) };
    }
    if (at.isDocumentSchema()) return { a: [1, 'b'] };
    if (at.isTimestampSchema()) return new Date(Date.UTC(2026, 10, 21));
    if (at.isBlobSchema()) return Buffer.from('{}');
    if (at.isBooleanSchema()) return true;
    if (at.isNumericSchema()) return 1;
    return known[name] ?? 'a1';
  }

  function structOf(at: NormalizedSchema, depth: number): object {
    if (depth > deepest) return {};
    const members = Object.entries(at.getMemberSchemas());
    const mandatory = new Set(requiredMembers(at));
    const chosen = at.isUnionSchema()
      ? members.slice(0, 1)
      : members.filter(([name]) => mandatory.has(name) || (everything && !notToBeGuessed.test(name)));
    return Object.fromEntries(chosen.map(([name, of]) => [name, made(of, name, depth + 1)]));
  }
}
