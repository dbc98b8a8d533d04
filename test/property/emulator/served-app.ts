import { GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { Model } from '../../../emulator/agent/model';
import { lastMessage, say, use } from '../../kit/agent/scripted-model';
import { everyPolicy, guardedBy, guardrailResources } from '../../kit/guardrail';
import { functionResource } from '../../kit/hand-made-app';
import { bucketName, openLibrary } from '../../kit/knowledge-base/library';
import { courierGroup, shelfGroup } from '../../kit/knowledge-base/shelf';
import { clientConfig } from '../../kit/sdk-client';

/** Removes, which must be confirmed, looks, which runs the function, or says something. */
const model: Model = {
  name: 'model of the test',
  async converse(request) {
    const [block] = lastMessage(request);
    const text = block && 'text' in block ? block.text : '';
    if (text.includes('remove')) return use(['shelf__removeItem', { itemId: '1', reason: 'old' }]);
    return text.includes('look') ? use(['shelf__getItem', { itemId: '1' }]) : say('Very well.');
  },
};

const shelf = `exports.handler = async ({ actionGroup, apiPath, httpMethod }) => ({
  messageVersion: '1.0',
  response: {
    actionGroup, apiPath, httpMethod, httpStatusCode: 200,
    responseBody: { 'application/json': { body: '{"done":true}' } },
  },
});`;

export type Known = Readonly<Record<string, string>>;

/** An emulator with something of every service to ask for: what it is called, by the names of the SDK's members. */
export async function openServedApp() {
  const library = await openLibrary({
    model: () => model,
    store: 'OPENSEARCH_SERVERLESS',
    agent: {
      ActionGroups: [shelfGroup, courierGroup],
      KnowledgeBases: [
        { KnowledgeBaseId: { 'Fn::GetAtt': ['Library', 'KnowledgeBaseId'] }, Description: 'What is known' },
      ],
      ...guardedBy('GuardrailArn'),
    },
    resources: { Shelf: functionResource('shelf'), ...guardrailResources(everyPolicy) },
    handlers: { shelf },
  });
  const { emulator, knowledgeBaseId, s3 } = library;
  const tables = new DynamoDBClient(clientConfig(emulator, 'dynamodb') as never);
  for (const TableName of ['things', 'spare']) {
    await tables.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [...(TableName === 'things' ? ['id', 'kind'] : ['id'])].map(
          (AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          }),
        ),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        ...(TableName === 'things' && {
          GlobalSecondaryIndexes: [
            {
              IndexName: 'byKind',
              KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
      }),
    );
  }
  tables.destroy();
  await library.put('a.txt', 'A book may be kept for 21 days.');
  const { ingestionJobId = '' } = await library.sync();
  const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucketName, Key: 'parts' }));
  const { agentId, agentAliasId } = emulator.ids;
  const described = await library.agent.send(new GetAgentCommand({ agentId }));
  const known: Known = {
    agentId,
    agentAliasId,
    agentVersion: '1',
    knowledgeBaseId,
    dataSourceId: await library.sourceId('Custom'),
    bucketSourceId: await library.sourceId(),
    ingestionJobId,
    guardrailIdentifier: described.agent?.guardrailConfiguration?.guardrailIdentifier ?? '',
    guardrailVersion: '1',
    ExpectedBucketOwner: '000000000000',
    ExpectedSourceBucketOwner: '000000000000',
    TableName: 'things',
    IndexName: 'byKind',
    ResourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
    Bucket: bucketName,
    Key: 'a.txt',
    CopySource: `${bucketName}/a.txt`,
    UploadId: upload.UploadId ?? '',
    FunctionName: 'shelf',
    StackName: 'desk',
    RoleArn: 'arn:aws:iam::000000000000:role/visitor',
  };
  return { ...library, emulator, known, library };
}

export type ServedApp = Awaited<ReturnType<typeof openServedApp>>;
