import type { ServiceName } from '../../../emulator/front-door/service-definition';
import type { Known } from './served-app';

type Inputs = Readonly<Record<string, readonly object[]>>;

/** Where the next answer of an agent put what it returned: filled in when the request is sent. */
export const lastInvocationId = '{{the last invocationId}}';

/** What gets past the checks of names and of what contradicts itself: a schema does not say what that is. */
export const validInputs = (known: Known): Readonly<Partial<Record<ServiceName, Inputs>>> => ({
  dynamodb: dynamodb(),
  'bedrock-agent': bedrockAgent(known),
  'bedrock-agent-runtime': bedrockAgentRuntime(known),
  'bedrock-runtime': {
    ApplyGuardrail: ['INPUT', 'OUTPUT'].map((source) => ({
      guardrailIdentifier: known.guardrailIdentifier,
      guardrailVersion: '1',
      source,
      outputScope: 'FULL',
      content: [
        { text: { text: 'A book may be kept for 21 days.', qualifiers: ['grounding_source'] } },
        { text: { text: 'How long may I keep a book?', qualifiers: ['query'] } },
        { text: { text: 'Write to ada@example.com, idiot' } },
      ],
    })),
  },
  cloudformation: { DescribeStacks: [{}] },
  lambda: {
    Invoke: ['RequestResponse', 'Event', 'DryRun'].map((InvocationType) => ({
      FunctionName: known.FunctionName,
      InvocationType,
      LogType: 'Tail',
      Payload: Buffer.from('{"actionGroup":"shelf"}'),
    })),
  },
  s3: s3(known),
  sts: {
    AssumeRole: [{ RoleArn: known.RoleArn, RoleSessionName: 'desk', DurationSeconds: 900 }],
    GetFederationToken: [{ Name: 'visitor', Policy: '{"Version":"2012-10-17","Statement":[]}' }],
  },
});

function dynamodb(): Inputs {
  const TableName = 'things';
  const Key = { id: { S: '1' } };
  const Item = {
    ...Key,
    kind: { S: 'hat' },
    n: { N: '1' },
    more: { M: { a: { L: [{ BOOL: true }, { NULL: true }] }, b: { SS: ['x', 'y'] }, c: { B: 'AAEC' } } },
  };
  const values = { ExpressionAttributeValues: { ':v': { S: 'hat' } } };
  const condition = { ConditionExpression: 'attribute_exists(#k) OR n > :n' };
  const named = {
    ExpressionAttributeNames: { '#k': 'kind' },
    ExpressionAttributeValues: { ':n': { N: '1' } },
  };
  const keys = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const consumed = { ReturnConsumedCapacity: 'INDEXES' };
  return {
    BatchGetItem: [{ RequestItems: { [TableName]: { Keys: [Key], ProjectionExpression: 'id, more.a[0]' } } }],
    BatchWriteItem: [
      {
        RequestItems: {
          [TableName]: [{ PutRequest: { Item } }, { DeleteRequest: { Key: { id: { S: '2' } } } }],
        },
      },
    ],
    CreateTable: [
      {
        TableName: 'another',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: keys,
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      },
    ],
    DeleteItem: [
      { TableName, Key: { id: { S: '9' } }, ...named, ConditionExpression: '#k = :n', ...consumed },
    ],
    DeleteTable: [{ TableName: 'another' }],
    GetItem: [
      { TableName, Key, ProjectionExpression: '#k, more.a', ExpressionAttributeNames: { '#k': 'kind' } },
    ],
    PutItem: [
      { TableName, Item, ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      {
        TableName,
        Item,
        Expected: { kind: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'hat' }] } },
      },
    ],
    Query: [
      { TableName, KeyConditionExpression: 'id = :v', ...values, ...consumed },
      { TableName, IndexName: 'byKind', KeyConditionExpression: 'kind = :v', ...values, Limit: 1 },
      { TableName, KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: '1' }] } } },
    ],
    Scan: [
      {
        TableName,
        FilterExpression: 'kind = :v AND size(id) < :n',
        ExpressionAttributeValues: { ':v': { S: 'hat' }, ':n': { N: '9' } },
        Segment: 0,
        TotalSegments: 2,
      },
    ],
    TagResource: [
      {
        ResourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
        Tags: [{ Key: 'a', Value: 'b' }],
      },
    ],
    TransactGetItems: [{ TransactItems: [{ Get: { TableName, Key } }] }],
    TransactWriteItems: [
      {
        TransactItems: [
          { Put: { TableName, Item: { id: { S: '3' } } } },
          {
            Update: {
              TableName,
              Key,
              UpdateExpression: 'SET n = if_not_exists(n, :n) + :n',
              ExpressionAttributeValues: { ':n': { N: '1' } },
            },
          },
          {
            ConditionCheck: {
              TableName,
              Key: { id: { S: '4' } },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
        ],
      },
    ],
    UpdateItem: [
      {
        TableName,
        Key,
        UpdateExpression: 'SET n = :n REMOVE more.a[1] ADD seen :n',
        ...named,
        ...condition,
        ReturnValues: 'UPDATED_NEW',
      },
      { TableName, Key, AttributeUpdates: { n: { Action: 'ADD', Value: { N: '1' } } } },
    ],
    UpdateTable: [
      {
        TableName: 'spare',
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      },
    ],
    UpdateTimeToLive: [
      { TableName: 'spare', TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' } },
    ],
  };
}

function bedrockAgent({ knowledgeBaseId, dataSourceId }: Known): Inputs {
  const ids = { knowledgeBaseId, dataSourceId };
  const documentIdentifiers = [{ dataSourceType: 'CUSTOM', custom: { id: 'hours' } }];
  const custom = {
    customDocumentIdentifier: { id: 'hours' },
    sourceType: 'IN_LINE',
    inlineContent: { type: 'TEXT', textContent: { data: 'The library opens at nine.' } },
  };
  const metadata = {
    type: 'IN_LINE_ATTRIBUTE',
    inlineAttributes: [{ key: 'year', value: { type: 'NUMBER', numberValue: 2026 } }],
  };
  return {
    IngestKnowledgeBaseDocuments: [
      { ...ids, documents: [{ content: { dataSourceType: 'CUSTOM', custom }, metadata }] },
    ],
    GetKnowledgeBaseDocuments: [{ ...ids, documentIdentifiers }],
    DeleteKnowledgeBaseDocuments: [{ ...ids, documentIdentifiers }],
    ListIngestionJobs: [
      {
        ...ids,
        maxResults: 5,
        filters: [{ attribute: 'STATUS', operator: 'EQ', values: ['COMPLETE'] }],
        sortBy: { attribute: 'STARTED_AT', order: 'DESCENDING' },
      },
    ],
    ListKnowledgeBaseDocuments: [{ ...ids, maxResults: 5 }],
  };
}

function bedrockAgentRuntime({ agentId, agentAliasId, knowledgeBaseId = '' }: Known): Inputs {
  const session = { agentId, agentAliasId, sessionId: 'fuzzed', enableTrace: true };
  const returned = { ...session, sessionId: 'returned' };
  const vectorSearchConfiguration = {
    numberOfResults: 2,
    filter: {
      orAll: [{ equals: { key: 'year', value: 2026 } }, { startsWith: { key: 'place', value: 'a' } }],
    },
  };
  const text = 'How long may a book be kept?';
  const generate = {
    input: { text },
    retrieveAndGenerateConfiguration: {
      type: 'KNOWLEDGE_BASE',
      knowledgeBaseConfiguration: {
        knowledgeBaseId,
        modelArn: 'us.anthropic.claude-sonnet-4-6',
        retrievalConfiguration: { vectorSearchConfiguration },
        generationConfiguration: {
          promptTemplate: { textPromptTemplate: 'Say $search_results$ $output_format_instructions$' },
          inferenceConfig: { textInferenceConfig: { temperature: 0, maxTokens: 100, stopSequences: ['x'] } },
        },
      },
    },
  };
  const apiResult = {
    actionGroup: 'shelf',
    apiPath: '/items/{itemId}/remove',
    httpMethod: 'POST',
    confirmationState: 'CONFIRM',
  };
  return {
    InvokeAgent: [
      { ...returned, inputText: 'remove one' },
      {
        ...session,
        inputText: 'look at one',
        sessionState: { sessionAttributes: { a: 'b' }, promptSessionAttributes: { c: 'd' } },
      },
      {
        ...returned,
        sessionState: { invocationId: lastInvocationId, returnControlInvocationResults: [{ apiResult }] },
      },
      {
        ...session,
        inputText: 'hello',
        sessionState: {
          knowledgeBaseConfigurations: [
            { knowledgeBaseId, retrievalConfiguration: { vectorSearchConfiguration } },
          ],
          conversationHistory: {
            messages: [
              { role: 'user', content: [{ text: 'Hello' }] },
              { role: 'assistant', content: [{ text: 'Hello to you' }] },
            ],
          },
        },
        streamingConfigurations: { streamFinalResponse: true, applyGuardrailInterval: 50 },
        promptCreationConfigurations: { previousConversationTurnsToInclude: 2 },
      },
      { ...session, endSession: true },
    ],
    Retrieve: [
      { knowledgeBaseId, retrievalQuery: { text }, retrievalConfiguration: { vectorSearchConfiguration } },
    ],
    RetrieveAndGenerate: [generate],
    RetrieveAndGenerateStream: [generate],
  };
}

function s3({ Bucket, Key, CopySource, UploadId }: Known): Inputs {
  const at = { Bucket, Key };
  return {
    CreateBucket: [{ Bucket: 'another', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
    DeleteBucket: [{ Bucket: 'another' }],
    DeleteObject: [{ Bucket, Key: 'gone' }],
    DeleteObjects: [{ Bucket, Delete: { Objects: [{ Key: 'gone' }, { Key: 'gone too' }] } }],
    CopyObject: [{ Bucket, Key: 'copy', CopySource, MetadataDirective: 'REPLACE', Metadata: { a: 'b' } }],
    CompleteMultipartUpload: [
      { Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"0"' }] } },
    ],
    CreateMultipartUpload: [{ Bucket, Key: 'parts' }],
    AbortMultipartUpload: [{ Bucket, Key: 'parts', UploadId: 'none' }],
    GetObject: [at, { ...at, Range: 'bytes=1-3' }, { ...at, IfNoneMatch: '"0"' }],
    GetObjectAttributes: [{ ...at, ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'ObjectParts'] }],
    ListObjects: [{ Bucket, Delimiter: '/', MaxKeys: 2 }],
    ListObjectsV2: [{ Bucket, Prefix: 'a', StartAfter: 'A', MaxKeys: 2, EncodingType: 'url' }],
    ListObjectVersions: [{ Bucket, KeyMarker: 'a' }],
    ListParts: [{ Bucket, Key: 'parts', UploadId }],
    PutBucketVersioning: [{ Bucket, VersioningConfiguration: { Status: 'Enabled' } }],
    PutObject: [
      { ...at, Body: Buffer.from('A book may be kept for 21 days.'), Metadata: { a: 'b' }, Tagging: 'a=b' },
    ],
    PutObjectTagging: [{ ...at, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }],
    UploadPart: [{ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: Buffer.from('part') }],
    UploadPartCopy: [{ Bucket, Key: 'parts', UploadId, PartNumber: 2, CopySource }],
  };
}
