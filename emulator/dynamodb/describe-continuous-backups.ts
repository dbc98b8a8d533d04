import { type Operation, ServiceError } from '../front-door/operation';
import type { Services } from '../services';
import { tablesOf } from './table-definition';

/** What the template asks for. There are no backups behind it. */
export const describeContinuousBackups =
  ({
    app,
    dynamodb,
  }: Pick<Services, 'app' | 'dynamodb'>): Operation<{ readonly TableName?: string }, object> =>
  async ({ TableName = '' }) => {
    if (!(await dynamodb.table(TableName))) {
      throw new ServiceError('TableNotFoundException', `Table not found: ${TableName}`, { status: 400 });
    }
    const isEnabled = tablesOf(app).some(
      (table) => table.tableName === TableName && table.hasPointInTimeRecovery,
    );
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: isEnabled ? 'ENABLED' : 'DISABLED' },
      },
    };
  };
