import { BedrockAgentClient, GetAgentCommand, StartIngestionJobCommand } from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  RetrieveAndGenerateCommand,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Credentials } from '@aws-sdk/client-sts';
import { clientOf } from '../../../kit/agent/agent-client';
import type { VisitedDesk } from './visited-desk';

/** A call of everything that a role could try, by name. */
export function attempts(
  { open, emulator, table, bucket, guardrailIdentifier, foundationModel }: VisitedDesk,
  credentials: Credentials,
): Record<string, () => Promise<unknown>> {
  const dynamodb = open(DynamoDBClient, 'dynamodb', credentials);
  const s3 = open(S3Client, 's3', credentials);
  const lambda = open(LambdaClient, 'lambda', credentials);
  const agents = open(BedrockAgentClient, 'bedrock-agent', credentials);
  const runtime = open(BedrockAgentRuntimeClient, 'bedrock-agent-runtime', credentials);
  const models = open(BedrockRuntimeClient, 'bedrock-runtime', credentials);
  const stacks = open(CloudFormationClient, 'cloudformation', credentials);
  const TableName = table;
  const Key = { orderId: { S: 'ORD-100001' } };
  const { agentId, agentAliasId, knowledgeBaseId, dataSourceId } = emulator.ids;
  const ids = { knowledgeBaseId: knowledgeBaseId ?? '', dataSourceId: dataSourceId ?? '' };
  const query = (IndexName?: string) => () =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        ...(IndexName && { IndexName }),
        KeyConditionExpression: IndexName ? 'customerId = :c' : 'orderId = :c',
        ExpressionAttributeValues: { ':c': { S: 'CUST-001' } },
      }),
    );
  return {
    'dynamodb GetItem': () => dynamodb.send(new GetItemCommand({ TableName, Key })),
    'dynamodb BatchGetItem': () =>
      dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    'dynamodb TransactGetItems': () =>
      dynamodb.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] })),
    'dynamodb UpdateItem': () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: 'SET note = :n',
          ExpressionAttributeValues: { ':n': { S: 'seen' } },
        }),
      ),
    'dynamodb PutItem': () => dynamodb.send(new PutItemCommand({ TableName, Item: Key })),
    'dynamodb DeleteItem': () => dynamodb.send(new DeleteItemCommand({ TableName, Key })),
    'dynamodb Scan': () => dynamodb.send(new ScanCommand({ TableName, Limit: 1 })),
    'dynamodb Query of the table': query(),
    'dynamodb Query of an index': query('byCustomer'),
    'dynamodb DescribeTable': () => dynamodb.send(new DescribeTableCommand({ TableName })),
    'dynamodb ListTables': () => dynamodb.send(new ListTablesCommand({})),
    's3 GetObject of a document': () => s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'docs/a.md' })),
    's3 GetObject of something else': () =>
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'private/b.md' })),
    's3 ListObjectsV2': () => s3.send(new ListObjectsV2Command({ Bucket: bucket })),
    's3 PutObject': () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'docs/c.md', Body: 'c' })),
    's3 ListBuckets': () => s3.send(new ListBucketsCommand({})),
    'lambda Invoke': () =>
      lambda.send(
        new InvokeCommand({ FunctionName: emulator.ids.functions.orders, InvocationType: 'DryRun' }),
      ),
    'bedrock GetAgent': () => agents.send(new GetAgentCommand({ agentId })),
    'bedrock StartIngestionJob': () => agents.send(new StartIngestionJobCommand(ids)),
    'bedrock InvokeAgent': async () => {
      const { error } = await clientOf(runtime, { agentId, agentAliasId }).ask(
        'Where is my order ORD-100001?',
      );
      if (error) throw error;
    },
    'bedrock Retrieve': () =>
      runtime.send(new RetrieveCommand({ ...ids, retrievalQuery: { text: 'returns' } })),
    'bedrock RetrieveAndGenerate': () =>
      runtime.send(
        new RetrieveAndGenerateCommand({
          input: { text: 'returns' },
          retrieveAndGenerateConfiguration: {
            type: 'KNOWLEDGE_BASE',
            // Which the agent's role may call.
            knowledgeBaseConfiguration: { ...ids, modelArn: foundationModel },
          },
        }),
      ),
    'bedrock ApplyGuardrail': () =>
      models.send(
        new ApplyGuardrailCommand({
          guardrailIdentifier,
          guardrailVersion: 'DRAFT',
          source: 'INPUT',
          content: [{ text: { text: 'Hello' } }],
        }),
      ),
    'cloudformation DescribeStacks': () => stacks.send(new DescribeStacksCommand({})),
  };
}
