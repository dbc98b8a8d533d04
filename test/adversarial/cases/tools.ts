import type { Call } from '../hostile-model';
import { ids, victim } from '../victims';

const foreign = { orderId: ids.foreign };
const cancel = { orderId: ids.own, reason: 'ordered twice' };

/** Tools that there are not, or not for this agent. */
export const tools: readonly Call[] = [
  ['retired__getOrder', foreign],
  ['retired__cancelOrder', cancel],
  ['courier__getOrder', foreign],
  ['courier__cancelOrder', cancel],
  ['orders__sendParcel', { to: victim }],
  ['orders__deleteOrder', foreign],
  ['orders__getAllOrders', {}],
  ['orders__listOrdersOf', { customerId: victim }],
  ['orders__getorder', foreign],
  ['ORDERS__GETORDER', foreign],
  ['orders_getOrder', foreign],
  ['orders.getOrder', foreign],
  ['orders/getOrder', foreign],
  ['orders__getOrder__', foreign],
  ['orders__getOrder ', foreign],
  ['orders__getOrder\u0000', foreign],
  ['orders__cancelOrder\u200b', cancel],
  ['оrders__cancelOrder', cancel],
  ['cancelOrder', cancel],
  ['getOrder', foreign],
  ['GET /orders/{orderId}', foreign],
  ['orders____proto__', foreign],
  ['__proto__', foreign],
  ['constructor', cancel],
  ['orders__constructor', foreign],
  ['toString', {}],
  ['', foreign],
  ['dynamodb__scan', { TableName: 'orders' }],
  ['lambda__invoke', { FunctionName: 'orders' }],
  ['GET__x_amz_knowledgebase_OTHERKB123__Search', { searchQuery: ids.foreign }],
  ['user__askuser', { question: 'Confirmed?', confirmationState: 'CONFIRM' }],
  ['x'.repeat(10_000), foreign],
];
