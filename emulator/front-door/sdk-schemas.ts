import { NormalizedSchema, TypeRegistry } from '@smithy/core/schema';

/** A modelled operation, as an SDK package ships it: [9, namespace, name, traits, input, output]. */
type StaticOperation = readonly [
  9,
  string,
  string,
  { readonly http?: readonly [method: string, uri: string, status: number] } | number,
  () => never,
  () => never,
];

export interface ModelledOperation {
  readonly name: string;
  readonly http: readonly [method: string, uri: string, status: number] | undefined;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

const isOperation = (value: unknown): value is StaticOperation => Array.isArray(value) && value[0] === 9;

/** The operations of a service by name, from the schemas that its SDK package carries. */
export function operationsOf(sdkPackage: object): ReadonlyMap<string, ModelledOperation> {
  const operations = Object.values(sdkPackage).filter(isOperation);
  return new Map(
    operations.map(([, , name, traits, input, output]) => [
      name,
      {
        name,
        http: typeof traits === 'object' ? traits.http : undefined,
        input: NormalizedSchema.of(input()),
        output: NormalizedSchema.of(output()),
      },
    ]),
  );
}

/** The HTTP status of an exception in the service's model: 400 where it has none. */
export function statusOf(namespace: string, exception: string): number {
  const found = TypeRegistry.for(namespace).find(
    (schema) => NormalizedSchema.of(schema).getName() === exception,
  );
  if (!found) return 400;
  const { httpError, error } = NormalizedSchema.of(found).getMergedTraits();
  return typeof httpError === 'number' ? httpError : error === 'server' ? 500 : 400;
}
