import { openApiDocument } from '../../../schemas/openapi';
import { orders } from '../../../schemas/orders';

it('describes every operation of the contract in OpenAPI 3.0.0, without enum', () => {
  const document = openApiDocument(orders);
  expect(document.openapi).toBe('3.0.0');
  expect(JSON.stringify(document)).not.toContain('"enum"');
  expect(document.paths['/orders/{orderId}/cancel']?.post).toMatchObject({
    operationId: 'cancelOrder',
    'x-requireConfirmation': 'ENABLED',
  });
});
