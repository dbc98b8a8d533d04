import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const commands = { GetCommand, QueryCommand, UpdateCommand };

/** The same AWS client with nothing around it: what any handler on DynamoDB pays. */
export const handler = async (event: { command: keyof typeof commands; input: never }) =>
  documents.send(new commands[event.command](event.input) as never);
