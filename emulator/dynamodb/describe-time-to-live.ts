import type { Operation } from '../front-door/operation';
import type { Services } from '../services';
import { noTable } from './update-time-to-live';

export const describeTimeToLive =
  ({
    dynamodb,
    timeToLive,
  }: Pick<Services, 'dynamodb' | 'timeToLive'>): Operation<{ readonly TableName?: string }, object> =>
  async ({ TableName = '' }) => {
    if (!(await dynamodb.table(TableName))) throw noTable(TableName);
    const AttributeName = await timeToLive.attribute(TableName);
    return {
      TimeToLiveDescription: AttributeName
        ? { TimeToLiveStatus: 'ENABLED', AttributeName }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  };
