import { orders } from '../../schemas/orders';
import { defineActionGroup } from '../action-group/define-action-group';
import { orderHandlers } from './orders';
import { dynamoOrderStore } from './store';

const tableName = process.env.ORDERS_TABLE;
if (!tableName) throw new Error('ORDERS_TABLE is not set: it names the table of orders');

export const handler = defineActionGroup(
  orders,
  orderHandlers(dynamoOrderStore(tableName), () => new Date()),
);
