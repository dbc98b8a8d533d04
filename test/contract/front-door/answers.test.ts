import { crc32 } from 'node:zlib';
import { emulatorDoor } from './door';

const { send } = emulatorDoor();

describe('an answer', () => {
  it.each([
    ['that is fine', '/sts', { method: 'POST' }, 'Action=GetCallerIdentity&Version=2011-06-15', 200],
    ['that is an error', '/sts', { method: 'POST' }, 'Action=Dance', 404],
    ['that refuses the host', '/sts', { headers: { host: 'example.com' } }, '', 403],
  ])('%s carries a request id', async (_, path, options, body, status) => {
    const reply = await send(path, options, body);
    expect(reply.status).toBe(status);
    expect(reply.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of DynamoDB carries the checksum of its body', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    const reply = await send('/dynamodb', { method: 'POST', headers }, '{}');
    expect(reply.headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(reply.headers['x-amz-crc32']).toBe(String(crc32(reply.text)));
  });

  it.each([
    [
      'DynamoDB',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '{"Limit":',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a list',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '[]',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a wrong type',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '{"Limit":"x"}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for null in a list',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.TagResource' },
      '{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/things","Tags":[null]}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a number for a name',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      '{"TableName":1}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a number for a list',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.TransactWriteItems' },
      '{"TransactItems":1}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a list for an item',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      '{"TableName":"things","Item":[]}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for null deep in an item',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      '{"TableName":"things","Item":{"a":{"L":[{"M":{"b":null}}]}}}',
      400,
      'SerializationException',
    ],
    [
      'DynamoDB, for a tag without a value',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.TagResource' },
      '{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/things","Tags":[{"Key":"a"}]}',
      400,
      'ValidationException',
    ],
    [
      'DynamoDB, for null in the place of a name',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      '{"TableName":null,"Key":{}}',
      400,
      'ValidationException',
    ],
    ['bedrock-agent', '/bedrock-agent/agents/', {}, '{"maxResults":', 400, 'SerializationException'],
    [
      'DynamoDB, for what its engine cannot name',
      '/dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.Query' },
      '{"TableName":"things","KeyConditions":{"__proto__":{"ComparisonOperator":"EQ"}}}',
      501,
      'NotImplementedException',
    ],
    [
      'bedrock-agent-runtime, for what is too deep',
      '/bedrock-agent-runtime/knowledgebases/ABCDEFGHIJ/retrieve',
      {},
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      400,
      'nested too deeply',
    ],
    ['bedrock-agent, for null', '/bedrock-agent/agents/', {}, 'null', 400, 'SerializationException'],
    [
      'bedrock-runtime, for null in a list',
      '/bedrock-runtime/guardrail/abc/version/1/apply',
      {},
      '{"source":"INPUT","content":[null]}',
      400,
      'ValidationException',
    ],
    [
      'bedrock-agent, for a wrong type',
      '/bedrock-agent/agents/',
      {},
      '{"maxResults":"x"}',
      400,
      'ValidationException',
    ],
    [
      'CloudFormation, for what is missing',
      '/cloudformation',
      {},
      'Action=ListStackResources',
      400,
      'ValidationError',
    ],
  ])('refuses what does not parse: %s', async (_, path, headers, body, status, name) => {
    const reply = await send(path, { method: 'POST', headers }, body);
    expect(reply.status).toBe(status);
    expect(`${reply.headers['x-amzn-errortype']} ${reply.text}`).toContain(name);
  });
});
