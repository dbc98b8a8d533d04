import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import { type Operation, ServiceError } from '../front-door/operation';
import type { Services } from '../services';

/** dynalite refuses a second table of a name without a word. */
export const createTable =
  ({ dynamodb }: Pick<Services, 'dynamodb'>): Operation<CreateTableInput, object> =>
  async (input) => {
    try {
      return await dynamodb.change('CreateTable', input);
    } catch (error) {
      if (!(error instanceof ServiceError && error.name === 'ResourceInUseException')) throw error;
      const { status, fields } = error;
      const message = `Table already exists: ${input.TableName}`;
      throw new ServiceError(error.name, message, { ...(status !== undefined && { status }), fields });
    }
  };
