import type { Item } from '../dynamodb/dynalite';

interface Touched {
  readonly table: string;
  /** A key, or an item that contains it. */
  readonly like: Item;
}

interface BatchRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface Request {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  /** By table: keys to get, or requests to write. */
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys?: readonly Item[] } | readonly BatchRequest[]>
  >;
  readonly TransactItems?: readonly Readonly<Record<string, Request | undefined>>[];
}

/** The items that a request of DynamoDB names itself. */
export function namedIn({ TableName, Key, Item, RequestItems = {}, TransactItems = [] }: Request): Touched[] {
  const own = Key ?? Item;
  const named: Touched[] = TableName !== undefined && own ? [{ table: TableName, like: own }] : [];
  for (const [table, requests] of Object.entries(RequestItems)) {
    const keys = isWrite(requests) ? requests.flatMap(keyOf) : (requests.Keys ?? []);
    named.push(...keys.map((like) => ({ table, like })));
  }
  for (const part of TransactItems.flatMap((item) => Object.values(item))) {
    if (part) named.push(...namedIn(part));
  }
  return named;
}

const isWrite = (requests: object): requests is readonly BatchRequest[] => Array.isArray(requests);

function keyOf({ PutRequest, DeleteRequest }: BatchRequest): Item[] {
  const like = PutRequest?.Item ?? DeleteRequest?.Key;
  return like ? [like] : [];
}

/** The items that a Query or a Scan found. */
export const foundIn = (
  { TableName = '' }: Request,
  { Items = [] }: { readonly Items?: readonly Item[] },
): Touched[] => Items.map((like) => ({ table: TableName, like }));
