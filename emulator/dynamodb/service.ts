import { awsJson } from '../front-door/aws-json';
import type { Operation } from '../front-door/operation';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Services } from '../services';
import { dynamodbCoverage } from './coverage';
import { createTable } from './create-table';
import { describeContinuousBackups } from './describe-continuous-backups';
import { describeTimeToLive } from './describe-time-to-live';
import type { DynamoDbEngine } from './engine';
import { inputTypes } from './input-types';
import { tagResource } from './tag-resource';
import { transactGetItems } from './transact-get-items';
import { transactWriteItems } from './transact-write-items';
import { updateTable } from './update-table';
import { updateTimeToLive } from './update-time-to-live';

/** What the engine does as it is. */
const engineOperations = {
  read: ['BatchGetItem', 'DescribeTable', 'GetItem', 'ListTables', 'ListTagsOfResource', 'Query', 'Scan'],
  write: ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  change: ['DeleteTable', 'UntagResource'],
} as const satisfies Record<string, readonly (keyof typeof dynamodbCoverage.fidelity)[]>;

type PassedOn = (typeof engineOperations)[keyof typeof engineOperations][number];

function passedOn(engine: DynamoDbEngine): Record<PassedOn, Operation<never, object>> {
  const operations = {} as Record<PassedOn, Operation<never, object>>;
  for (const name of engineOperations.read) operations[name] = (input) => engine.read(name, input);
  for (const name of engineOperations.write) operations[name] = (input) => engine.write(name, input);
  for (const name of engineOperations.change) operations[name] = (input) => engine.change(name, input);
  return operations;
}

export const dynamodbService = (
  services: Pick<Services, 'app' | 'dynamodb' | 'timeToLive' | 'clock'>,
): ServiceDefinition<keyof typeof dynamodbCoverage.fidelity> => ({
  ...dynamodbCoverage,
  signingName: 'dynamodb',
  bodyLimit: 16 * 1024 * 1024,
  async protocol() {
    const { operationsOf } = await import('../front-door/sdk-schemas');
    const operations = operationsOf(await dynamodbCoverage.sdkPackage());
    const checks = new Map([...operations].map(([name, { input }]) => [name, inputTypes(input)]));
    return awsJson({
      target: 'DynamoDB_20120810',
      namespace: 'com.amazonaws.dynamodb.v20120810',
      operations: new Set(operations.keys()),
      check: (operation, input) => checks.get(operation)?.(input),
    });
  },
  operations: {
    ...passedOn(services.dynamodb),
    CreateTable: createTable(services),
    DescribeContinuousBackups: describeContinuousBackups(services),
    DescribeTimeToLive: describeTimeToLive(services),
    TagResource: tagResource(services),
    TransactGetItems: transactGetItems(services),
    TransactWriteItems: transactWriteItems(services),
    UpdateTable: updateTable(services),
    UpdateTimeToLive: updateTimeToLive(services),
  },
});
