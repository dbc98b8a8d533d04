import type { dynamodbCoverage } from '../../dynamodb/coverage';
import { tablesOf } from '../../dynamodb/table-definition';
import { notImplemented } from '../../front-door/route';
import type { AccessRequest } from '../access-request';
import type { Context } from '../policy/context';
import type { ServedAction } from '../served-actions';
import { type AccessScope, type AccessTable, arnIn } from './access-table';
import { type AttributeValue, leadingKeyIn, textOf } from './leading-keys';

type Item = Readonly<Record<string, AttributeValue>>;

interface TableInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly ResourceArn?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly Tags?: readonly unknown[];
  readonly Select?: string;
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

type TransactItem = Readonly<
  Partial<Record<'Get' | 'Put' | 'Update' | 'Delete' | 'ConditionCheck', TableInput>>
>;

/** A table's name can be given as its ARN. */
const tableArn = (app: AccessScope['app'], name = ''): string =>
  name.startsWith('arn:') ? name : arnIn(app, 'dynamodb', `table/${name}`);

function partitionKeyOf(
  app: AccessScope['app'],
  { TableName = '', IndexName }: TableInput,
): string | undefined {
  const name = TableName.split('/').at(-1);
  const table = tablesOf(app).find(({ tableName }) => tableName === name);
  const index = [...(table?.globalSecondaryIndexes ?? []), ...(table?.localSecondaryIndexes ?? [])].find(
    (candidate) => candidate.IndexName === IndexName,
  );
  const keys = IndexName === undefined ? table?.keySchema : index?.KeySchema;
  return keys?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

/** `keysOf` gives what the request says of partition keys; undefined where it says nothing. */
function contextOfTable(
  app: AccessScope['app'],
  input: TableInput,
  keysOf: (partitionKey: string) => readonly AttributeValue[] | undefined,
  enclosing?: string,
): Context {
  const one = (value: string | undefined) => (value === undefined ? undefined : [value]);
  return (key) => {
    switch (key) {
      case 'dynamodb:leadingkeys': {
        const partitionKey = partitionKeyOf(app, input);
        if (partitionKey === undefined) {
          throw notImplemented(
            `dynamodb:LeadingKeys for ${input.TableName}, a table that no template declares`,
          );
        }
        return keysOf(partitionKey)?.map(textOf);
      }
      case 'dynamodb:select':
        return one(input.Select);
      case 'dynamodb:returnvalues':
        return one(input.ReturnValues);
      case 'dynamodb:returnconsumedcapacity':
        return one(input.ReturnConsumedCapacity);
      case 'dynamodb:enclosingoperation':
        return one(enclosing);
      default:
        return undefined;
    }
  };
}

const present = <Value>(value: Value | undefined): readonly Value[] | undefined =>
  value === undefined ? undefined : [value];

function itemRequest(
  action: ServedAction,
  input: TableInput,
  app: AccessScope['app'],
  enclosing?: string,
): AccessRequest {
  const keys = (partitionKey: string) => present((input.Key ?? input.Item)?.[partitionKey]);
  const context = contextOfTable(app, input, keys, enclosing);
  return { action, resource: tableArn(app, input.TableName), context };
}

const item =
  (action: ServedAction) =>
  (input: TableInput, { app }: AccessScope) => [itemRequest(action, input, app)];

/** Of an index where one is named: its ARN is a resource of its own. */
const read =
  (action: 'dynamodb:Query' | 'dynamodb:Scan') =>
  (input: TableInput, { app }: AccessScope): AccessRequest[] => {
    const table = tableArn(app, input.TableName);
    const resource = input.IndexName === undefined ? table : `${table}/index/${input.IndexName}`;
    const keys = (partitionKey: string) => present(leadingKeyIn(input, partitionKey));
    return [{ action, resource, context: contextOfTable(app, input, keys) }];
  };

const table =
  (action: ServedAction) =>
  ({ TableName, ResourceArn }: TableInput, { app }: AccessScope) => [
    { action, resource: tableArn(app, ResourceArn ?? TableName) },
  ];

function batchGet({
  RequestItems = {},
}: Pick<TableInput, 'ReturnConsumedCapacity'> & {
  readonly RequestItems?: Readonly<Record<string, { Keys?: Item[] }>>;
}) {
  return Object.entries(RequestItems).map(([TableName, { Keys = [] }]) => ({ TableName, items: Keys }));
}

function batchWrite({
  RequestItems = {},
}: Pick<TableInput, 'ReturnConsumedCapacity'> & {
  readonly RequestItems?: Readonly<
    Record<string, readonly { PutRequest?: { Item?: Item }; DeleteRequest?: { Key?: Item } }[]>
  >;
}) {
  return Object.entries(RequestItems).map(([TableName, requests]) => ({
    TableName,
    items: requests.flatMap(({ PutRequest, DeleteRequest }): Item[] => [
      PutRequest?.Item ?? {},
      DeleteRequest?.Key ?? {},
    ]),
  }));
}

/** Asked for once, for all of a batch or a transaction. */
const capacityOf = ({ ReturnConsumedCapacity }: Pick<TableInput, 'ReturnConsumedCapacity'>) =>
  ReturnConsumedCapacity === undefined ? {} : { ReturnConsumedCapacity };

const batch =
  <Input extends Pick<TableInput, 'ReturnConsumedCapacity'>>(
    action: ServedAction,
    tablesIn: (input: Input) => { readonly TableName: string; readonly items: readonly Item[] }[],
  ) =>
  (input: Input, { app }: AccessScope): AccessRequest[] =>
    tablesIn(input).map(({ TableName, items }) => ({
      action,
      resource: tableArn(app, TableName),
      context: contextOfTable(app, { ...capacityOf(input), TableName }, (partitionKey) =>
        items.flatMap((one) => one[partitionKey] ?? []),
      ),
    }));

const transactActions = {
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
} as const;

/** A transaction has no action of its own: each part asks for what it does. */
const transaction =
  (enclosing: string) =>
  (
    { TransactItems = [], ...input }: TableInput & { readonly TransactItems?: readonly TransactItem[] },
    { app }: AccessScope,
  ) =>
    TransactItems.flatMap((parts) =>
      Object.entries(parts).flatMap(([kind, part]) => {
        const action = transactActions[kind as keyof typeof transactActions];
        return action && part ? [itemRequest(action, { ...part, ...capacityOf(input) }, app, enclosing)] : [];
      }),
    );

/** Service Authorization Reference, Amazon DynamoDB. */
export const dynamodbAccess: AccessTable<keyof typeof dynamodbCoverage.fidelity> = {
  BatchGetItem: batch('dynamodb:BatchGetItem', batchGet),
  BatchWriteItem: batch('dynamodb:BatchWriteItem', batchWrite),
  CreateTable: (input: TableInput, scope: AccessScope) => [
    ...table('dynamodb:CreateTable')(input, scope),
    ...(input.Tags?.length ? table('dynamodb:TagResource')(input, scope) : []),
  ],
  DeleteItem: item('dynamodb:DeleteItem'),
  DeleteTable: table('dynamodb:DeleteTable'),
  DescribeContinuousBackups: table('dynamodb:DescribeContinuousBackups'),
  DescribeTable: table('dynamodb:DescribeTable'),
  DescribeTimeToLive: table('dynamodb:DescribeTimeToLive'),
  GetItem: item('dynamodb:GetItem'),
  ListTables: (_input: object, { app }: AccessScope) => [
    { action: 'dynamodb:ListTables', resource: arnIn(app, 'dynamodb', 'table/*') },
  ],
  ListTagsOfResource: table('dynamodb:ListTagsOfResource'),
  PutItem: item('dynamodb:PutItem'),
  Query: read('dynamodb:Query'),
  Scan: read('dynamodb:Scan'),
  TagResource: table('dynamodb:TagResource'),
  TransactGetItems: transaction('TransactGetItems'),
  TransactWriteItems: transaction('TransactWriteItems'),
  UntagResource: table('dynamodb:UntagResource'),
  UpdateItem: item('dynamodb:UpdateItem'),
  UpdateTable: table('dynamodb:UpdateTable'),
  UpdateTimeToLive: table('dynamodb:UpdateTimeToLive'),
};
