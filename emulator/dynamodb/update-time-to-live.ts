import { type Operation, ServiceError } from '../front-door/operation';
import type { Services } from '../services';
import { validationError } from './dynamodb-error';

export interface UpdateTimeToLiveInput {
  readonly TableName?: string;
  readonly TimeToLiveSpecification?: { readonly Enabled?: boolean; readonly AttributeName?: string };
}

export const updateTimeToLive =
  ({
    dynamodb,
    timeToLive,
  }: Pick<Services, 'dynamodb' | 'timeToLive'>): Operation<UpdateTimeToLiveInput, object> =>
  async ({ TableName = '', TimeToLiveSpecification = {} }) => {
    const { Enabled, AttributeName } = TimeToLiveSpecification;
    if (typeof Enabled !== 'boolean' || !AttributeName) {
      throw validationError('TimeToLiveSpecification must have Enabled and AttributeName');
    }
    if (!(await dynamodb.table(TableName))) throw noTable(TableName);
    const before = await timeToLive.attribute(TableName);
    if (Enabled === (before !== undefined)) {
      throw validationError(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    }
    if (!Enabled && before !== AttributeName) {
      throw validationError('TimeToLive is active on a different AttributeName');
    }
    await timeToLive.set(TableName, Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification };
  };

export const noTable = (tableName: string): ServiceError =>
  new ServiceError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${tableName} not found`,
    {
      status: 400,
    },
  );
