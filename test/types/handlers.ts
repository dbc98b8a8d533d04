// Checked by tsc alone: each mistake must fail to compile, so that a weaker type breaks the build.
import type { Contract, Handlers, Input, OperationHandler } from '../../schemas/contract';
import { loans } from '../fixtures/lint/loans';

type Operations = (typeof loans)['operations'];
declare function implement<const C extends Contract>(contract: C, handlers: Handlers<NoInfer<C>>): void;
declare function handle<Id extends keyof Operations>(id: Id, handler: OperationHandler<Operations[Id]>): void;
declare const loan: { loanId: string; state: 'OPEN' | 'RETURNED'; title: string };

const getLoan: OperationHandler<Operations['getLoan']> = ({ loanId }, { customerId, reply }) =>
  customerId
    ? reply(200, { ...loan, loanId })
    : reply(404, { code: 'LOAN_NOT_FOUND', message: 'No such loan.' });
const listLoans: OperationHandler<Operations['listLoans']> = async ({ limit }, { reply, after }) =>
  reply(
    200,
    { loans: [loan] },
    { hasMore: limit > 1 && after !== undefined, positionOf: (item) => item.loanId },
  );
const renewLoan: OperationHandler<Operations['renewLoan']> = ({ loanId, weeks }, { reply }) =>
  weeks > 2
    ? reply(409, { code: 'LOAN_RESERVED', message: `${loanId} is reserved.` })
    : reply(200, { ...loan, loanId });
const openingHours: OperationHandler<Operations['openingHours']> = (_input, { reply, requestId }) =>
  reply(200, { hours: requestId });

implement(loans, { getLoan, listLoans, renewLoan, openingHours });

// @ts-expect-error openingHours is missing
implement(loans, { getLoan, listLoans, renewLoan });
// @ts-expect-error the contract declares no returnLoan
implement(loans, { getLoan, listLoans, renewLoan, openingHours, returnLoan: getLoan });
// @ts-expect-error the handler of another operation
implement(loans, { getLoan: renewLoan, listLoans, renewLoan, openingHours });

// @ts-expect-error 201 is not declared
handle('getLoan', (_input, { reply }) => reply(201, loan));
// @ts-expect-error 409 is declared for renewLoan only
handle('getLoan', (_input, { reply }) => reply(409, { code: 'LOAN_RESERVED', message: '' }));
// @ts-expect-error a status of the envelope is not the handler's
handle('getLoan', (_input, { reply }) => reply(401, { code: 'IDENTITY_REQUIRED', message: '' }));
// @ts-expect-error an unknown field of the body
handle('getLoan', (_input, { reply }) => reply(200, { ...loan, shelf: 'A1' }));
// @ts-expect-error a missing field of the body
handle('getLoan', (_input, { reply }) => reply(200, { loanId: 'L-0001', state: 'OPEN' }));
// @ts-expect-error a value outside the enum
handle('getLoan', (_input, { reply }) => reply(200, { ...loan, state: 'LOST' }));
// @ts-expect-error the code of another operation
handle('getLoan', (_input, { reply }) => reply(404, { code: 'LOAN_RESERVED', message: '' }));
// @ts-expect-error an error without its sentence
handle('getLoan', (_input, { reply }) => reply(404, { code: 'LOAN_NOT_FOUND' }));
// @ts-expect-error the success body under the status of an error
handle('getLoan', (_input, { reply }) => reply(404, loan));
// @ts-expect-error weeks is no input of getLoan
handle('getLoan', ({ weeks }, { reply }) => reply(200, { ...loan, title: weeks }));
// @ts-expect-error the customer is in the context, never in the input
handle('getLoan', ({ customerId }, { reply }) => reply(200, { ...loan, title: customerId }));
// @ts-expect-error openingHours needs no identity, so there is none to trust
handle('openingHours', (_input, { reply, customerId }) => reply(200, { hours: customerId }));
// @ts-expect-error a handler answers through reply
handle('openingHours', () => ({ status: 200, body: { hours: '' } }));
// @ts-expect-error a handler answers
handle('openingHours', () => {});

// @ts-expect-error a page says whether there is more
handle('listLoans', (_input, { reply }) => reply(200, { loans: [loan] }));
handle('listLoans', (_, { reply }) => {
  const page = { hasMore: false, positionOf: () => '' };
  // @ts-expect-error nextPageToken belongs to the envelope
  return reply(200, { loans: [], nextPageToken: 'x' }, page);
});
handle('listLoans', (_, { reply }) =>
  // @ts-expect-error a position names an item by its own fields
  reply(200, { loans: [] }, { hasMore: false, positionOf: (item) => item.shelf }),
);
// @ts-expect-error only a paged operation has a page
handle('openingHours', (_, { reply }) => reply(200, { hours: '' }, { hasMore: false, positionOf: () => '' }));
// @ts-expect-error only a paged operation knows after what it goes on
handle('openingHours', (_input, { reply, after }) => reply(200, { hours: after }));
handle('listLoans', ({ pageToken, limit }, { reply }) => {
  // @ts-expect-error pageToken was decoded to context.after; nothing is left of it
  const token: string = pageToken;
  return reply(200, { loans: [] }, { hasMore: token.length < limit, positionOf: (item) => item.loanId });
});

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const path: Same<Input<Operations['renewLoan']>, { loanId: string; weeks: number }> = true;
const none: Same<keyof Input<Operations['openingHours']>, never> = true;
export const inputs = [path, none];
