import * as z from 'zod/mini';
import { defineContract } from '../../../schemas/contract';
import { contractRules } from '../../../scripts/recording/contract-rules';
import { loans } from '../../fixtures/lint/loans';

const described = (text: string) => z.describe(text);
const contract = defineContract({
  title: 'Seats',
  version: '1.0.0',
  description: 'Seats of a hall',
  operations: {
    getSeat: {
      method: 'get',
      path: '/seats/{seatId}',
      summary: 'Look up a seat',
      description: 'Look up a seat of the hall, and what it costs',
      identity: 'none',
      idempotent: true,
      pathParameters: z.strictObject({
        seatId: z.string().check(z.regex(/^[A-Z]{2}-\d{3}$/), described('Seat')),
      }),
      queryParameters: z.strictObject({
        currency: z.string().check(z.regex(/^[A-Z]{3}$/), described('Currency')),
        at: z.iso.datetime().check(described('When')),
      }),
      responses: {
        200: { description: 'The seat', schema: z.strictObject({ row: z.string().check(described('Row')) }) },
      },
    },
  },
});

it("takes what identifies a thing from the contracts' patterns: neither codes of letters nor times", () => {
  expect(contractRules([{ contract }])).toEqual([{ name: 'seatId', pattern: '[A-Z]{2}-\\d{3}' }]);
  expect(contractRules([{ contract }, { contract: loans }]).map(({ name }) => name)).toEqual([
    'seatId',
    'loanId',
  ]);
});
