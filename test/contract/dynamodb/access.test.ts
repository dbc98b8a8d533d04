import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { key, TableName, thingsTable } from './things';

const things = thingsTable();
const arn = (table: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;

/** Sends a raw request as a visitor who may do what the statements say; gives the exception's name, or `done`. */
async function visitor(Statement: readonly object[]) {
  const { hostname, port, protocol } = (await things.client.config.endpoint?.()) ?? { hostname: '', port: 0 };
  const endpoint = `${protocol}//${hostname}:${port}`;
  const { region, credentials } = things.client.config;
  const sts = new STSClient({ region, credentials, endpoint: `${endpoint}/sts` });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Credentials } = await sts.send(new GetFederationTokenCommand({ Name: 'visitor', Policy }));
  sts.destroy();
  return async (operation: string, input: object) => {
    const response = await fetch(`${endpoint}/dynamodb`, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${Credentials?.AccessKeyId}/20261121/us-east-1/dynamodb/aws4_request`,
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return ((await response.json()) as { readonly __type?: string }).__type?.split('#')[1] ?? 'done';
  };
}

it('what an operation does not read does not mislead IAM', async () => {
  const send = await visitor([
    { Effect: 'Allow', Action: 'dynamodb:*', Resource: arn('another') },
    {
      Effect: 'Allow',
      Action: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'],
      Resource: arn(TableName),
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mine'] } },
    },
  ]);
  const [mine, other] = [key('mine'), key('seed-1')];
  expect({
    anotherTable: await send('DescribeTable', { TableName, ResourceArn: arn('another') }),
    anotherKey: await send('PutItem', { TableName, Key: mine, Item: other }),
    twoAtOnce: await send('BatchWriteItem', {
      RequestItems: { [TableName]: [{ PutRequest: { Item: mine }, DeleteRequest: { Key: other } }] },
    }),
    granted: await send('PutItem', { TableName, Item: mine }),
  }).toEqual({
    anotherTable: 'AccessDeniedException',
    anotherKey: 'AccessDeniedException',
    twoAtOnce: 'AccessDeniedException',
    granted: 'done',
  });
  expect(await things.get('seed-1')).toMatchObject({ owner: { S: 'ann' } });
});

it('of a batch or a transaction IAM knows the consumed capacity that it asks for', async () => {
  const send = await visitor([
    {
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: arn(TableName),
      Condition: { StringEqualsIfExists: { 'dynamodb:ReturnConsumedCapacity': 'NONE' } },
    },
  ]);
  const batch = { RequestItems: { [TableName]: { Keys: [key('seed-1')] } } };
  const transaction = { TransactItems: [{ Get: { TableName, Key: key('seed-1') } }] };
  const asked = { ReturnConsumedCapacity: 'TOTAL' };
  expect([
    await send('BatchGetItem', batch),
    await send('BatchGetItem', { ...batch, ...asked }),
    await send('TransactGetItems', transaction),
    await send('TransactGetItems', { ...transaction, ...asked }),
  ]).toEqual(['done', 'AccessDeniedException', 'done', 'AccessDeniedException']);
});

it.each([
  [
    'ForAnyValue:StringEquals',
    { both: 'done', other: 'AccessDeniedException', scan: 'AccessDeniedException' },
  ],
  [
    'ForAllValues:StringEquals',
    { both: 'AccessDeniedException', other: 'AccessDeniedException', scan: 'done' },
  ],
  ['ForAnyValue:StringNotEquals', { both: 'done', other: 'done', scan: 'AccessDeniedException' }],
  ['ForAllValues:StringNotEquals', { both: 'AccessDeniedException', other: 'done', scan: 'done' }],
  ['ForAnyValue:StringEqualsIfExists', { both: 'done', other: 'AccessDeniedException', scan: 'done' }],
  ['StringEqualsIfExists', { both: 'done', other: 'AccessDeniedException', scan: 'done' }],
  ['StringLike', { both: 'done', other: 'AccessDeniedException', scan: 'AccessDeniedException' }],
])('%s of several keys, of another one, and of none', async (operator, expected) => {
  const send = await visitor([
    {
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: '*',
      Condition: { [operator]: { 'dynamodb:LeadingKeys': ['mine'] } },
    },
  ]);
  const get = (...Keys: object[]) => send('BatchGetItem', { RequestItems: { [TableName]: { Keys } } });
  expect({
    both: await get(key('mine'), key('other')),
    other: await get(key('other')),
    scan: await send('Scan', { TableName }),
  }).toEqual(expected);
});

it.each(['StringIs', 'ForSomeValues:StringEquals', 'NullIfExists'])(
  'a policy with the operator %s is none',
  async (operator) => {
    const Condition = { [operator]: { 'dynamodb:LeadingKeys': 'mine' } };
    const refused = visitor([{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', Condition }]);
    await expect(refused).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  },
);
