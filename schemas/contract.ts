import type { $ZodObject, $ZodType, output } from 'zod/v4/core';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface ResponseDefinition {
  readonly description: string;
  readonly schema: $ZodType;
  /** The stable error codes that this status can carry; absent on a success. */
  readonly codes?: readonly string[];
}

/** One operation of an action group. Free of Bedrock's envelope, so that any engine can serve it. */
export interface Operation {
  readonly method: HttpMethod;
  /** The path template, for example `/things/{thingId}`; each `{name}` is a property of `pathParameters`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description: string;
  readonly pathParameters?: $ZodObject;
  readonly queryParameters?: $ZodObject;
  readonly requestBody?: $ZodObject;
  readonly responses: { readonly [status: number]: ResponseDefinition };
  /** `required`: refused unless the caller of the agent named the customer; the model never can. */
  readonly identity: 'required' | 'none';
  /** Whether the same call made twice leaves the same state and gives the same answer. */
  readonly idempotent: boolean;
  /** The question put to the user before the operation runs, with `{name}` for its arguments. */
  readonly confirmation?: string;
  /** Names the array in the success body that is a page; the envelope owns pageToken and nextPageToken. */
  readonly page?: { readonly items: string };
}

export interface Contract {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly operations: { readonly [operationId: string]: Operation };
}

/** Keeps the literal types of a contract, from which handlers, decoding and the OpenAPI document follow. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;

type Output<Schema> = Schema extends $ZodType ? output<Schema> : unknown;
type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** Decoded arguments of one operation: path, query and body properties side by side. */
export type Input<O extends Operation> = Simplify<
  Output<O['pathParameters']> &
    Output<O['queryParameters']> &
    Output<O['requestBody']> &
    (O['page'] extends object ? { pageToken?: never } : unknown)
>;

export type Status<O extends Operation> = keyof O['responses'] & number;
type Body<O extends Operation, S extends Status<O>> = Output<O['responses'][S]['schema']>;

type ItemOf<B, Key> = Key extends keyof B ? (B[Key] extends readonly (infer Item)[] ? Item : never) : never;

/** How a page of results goes on. `positionOf` names an item, so that the next page can start after it. */
export interface Page<Item> {
  readonly hasMore: boolean;
  readonly positionOf: (item: Item) => string;
}

declare const customers: unique symbol;
/** A customer's identifier that the envelope read from the session attributes; no other text passes for one. */
export type CustomerId = string & { readonly [customers]: 'id' };
/** What was found to be the customer's own; only `own` makes one, and it counts for the one call. */
export type Owned<T extends object = object> = T & { readonly [customers]: 'own' };

/**
 * Compares the owner of what a store gave with the customer who asks. Somebody else's is undefined, as what is
 * missing is; a list with a row of somebody else's is a bug, and throws.
 */
export interface Own {
  <T extends object>(rows: readonly T[], owner: NoInfer<keyof T>): Owned<readonly T[]>;
  <T extends object>(row: T | null | undefined, owner: NoInfer<keyof T>): Owned<T> | undefined;
}

/**
 * What an answer about a customer is about. Only a 404 does without: it is the answer for somebody else's, too.
 * Not distributive, so that a status that may be either needs it.
 */
type Proof<O extends Operation, S> = O['identity'] extends 'required'
  ? [S] extends [404]
    ? []
    : [about: Owned]
  : [];

type Answer<O extends Operation, S extends Status<O>> = O['page'] extends { items: infer Key }
  ? Key extends keyof Body<O, S>
    ? [body: Omit<Body<O, S>, 'nextPageToken'>, ...Proof<O, S>, page: Page<ItemOf<Body<O, S>, Key>>]
    : [body: Body<O, S>, ...Proof<O, S>]
  : [body: Body<O, S>, ...Proof<O, S>];

declare const madeByReply: unique symbol;
/** What a handler returns; only `reply` makes one, so that status and body are checked against the contract. */
export interface Replied<O extends Operation> {
  readonly status: Status<O>;
  readonly body: unknown;
  readonly page?: Page<never>;
  readonly [madeByReply]: O;
}

export type Reply<O extends Operation> = <S extends Status<O>>(
  status: S,
  ...answer: Answer<O, S>
) => Replied<O>;

export type HandlerContext<O extends Operation> = {
  readonly reply: Reply<O>;
  readonly requestId: string;
} & (O['identity'] extends 'required'
  ? { /** Who asks. */ readonly customerId: CustomerId; readonly own: Own }
  : unknown) &
  (O['page'] extends object
    ? { /** The position after which the page starts. */ readonly after?: string }
    : unknown);

export type OperationHandler<O extends Operation> = (
  input: Input<O>,
  context: HandlerContext<O>,
) => Replied<O> | Promise<Replied<O>>;

/** One handler for each operation, no more and no fewer. */
export type Handlers<C extends Contract> = {
  readonly [Id in keyof C['operations']]: OperationHandler<C['operations'][Id]>;
};
