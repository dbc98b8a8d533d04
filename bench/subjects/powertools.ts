import { BedrockAgentFunctionResolver } from '@aws-lambda-powertools/event-handler/bedrock-agent';
import seed from '../../functions/orders/seed.json';

const rows = new Map(seed.map((row) => [row.orderId, row]));
const app = new BedrockAgentFunctionResolver();

app.tool<{ orderId: string }>(async ({ orderId }) => JSON.stringify(rows.get(orderId)), {
  name: 'getOrder',
  description: 'Look up one order',
});

/** Powertools for TypeScript: function-style, without validation of input or output. */
export const handler = (event: unknown, context: never) => app.resolve(event, context);
