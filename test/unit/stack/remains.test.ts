import type { Template } from '../../../scripts/stack/assembly-facts';
import { fateOf } from '../../../scripts/stack/remains';

const ids = new Map([
  ['Table', 'app-table'],
  ['Logs', 'app-logs'],
  ['Bucket', 'app-bucket'],
]);
const resource = (Type: string, DeletionPolicy?: string, Properties?: Record<string, unknown>) => ({
  Type,
  ...(DeletionPolicy && { DeletionPolicy }),
  ...(Properties && { Properties }),
});

it('names what is retained, with the commands that remove it', () => {
  const template: Template = {
    Resources: {
      Table: resource('AWS::DynamoDB::GlobalTable', 'Retain'),
      Logs: resource('AWS::Logs::LogGroup', 'RetainExceptOnCreate'),
      Bucket: resource('AWS::S3::Bucket', 'Retain'),
      Role: resource('AWS::IAM::Role'),
      Other: resource('AWS::Logs::LogGroup', 'Delete'),
    },
  };
  expect(fateOf(template, ids)).toEqual({
    deletedTables: [],
    remains: [
      {
        type: 'AWS::DynamoDB::GlobalTable',
        name: 'app-table',
        remove: [
          'aws dynamodb update-table --table-name app-table --no-deletion-protection-enabled',
          'aws dynamodb delete-table --table-name app-table',
        ],
      },
      {
        type: 'AWS::Logs::LogGroup',
        name: 'app-logs',
        remove: ['aws logs delete-log-group --log-group-name app-logs'],
      },
      { type: 'AWS::S3::Bucket', name: 'app-bucket', remove: [] },
    ],
  });
});

it('names the tables that go with their items', () => {
  const template = { Resources: { Table: resource('AWS::DynamoDB::Table', 'Delete') } };
  expect(fateOf(template, ids)).toEqual({ deletedTables: ['app-table'], remains: [] });
});

it.each([
  ['Delete', 0],
  ['Retain', 3],
])('lets parts of a whole go with it: %s', (policy, count) => {
  const template: Template = {
    Resources: {
      Function: resource('AWS::Lambda::Function', policy),
      Version: resource('AWS::Lambda::Version', 'Retain', { FunctionName: { Ref: 'Function' } }),
      Permission: resource('AWS::Lambda::Permission', 'Retain', { FunctionName: { Ref: 'Version' } }),
    },
  };
  expect(fateOf(template, new Map()).remains).toHaveLength(count);
});

it('keeps a part whose whole belongs to another stack', () => {
  const version = resource('AWS::Bedrock::GuardrailVersion', 'Retain', { GuardrailIdentifier: 'abc' });
  expect(fateOf({ Resources: { Version: version } }, new Map()).remains).toHaveLength(1);
});
