// Checked by tsc alone: each mistake must fail to compile, so that a weaker type breaks the build.
import type { Contract, CustomerId, Handlers, Input, OperationHandler, Owned } from '../../schemas/contract';
import { loans } from '../fixtures/lint/loans';

type Operations = (typeof loans)['operations'];
declare function implement<const C extends Contract>(contract: C, handlers: Handlers<NoInfer<C>>): void;
declare function handle<Id extends keyof Operations>(id: Id, handler: OperationHandler<Operations[Id]>): void;
declare const loan: { loanId: string; state: 'OPEN' | 'RETURNED'; title: string };
declare const row: { readonly readerId: string; readonly title: string };
declare const mine: Owned<typeof row>;

declare function asks(customerId: CustomerId): string;

const notFound = { code: 'LOAN_NOT_FOUND', message: 'No such loan.' } as const;
const getLoan: OperationHandler<Operations['getLoan']> = ({ loanId }, { own, reply }) => {
  const found = own(row, 'readerId');
  return found ? reply(200, { ...loan, loanId, title: found.title }, found) : reply(404, notFound);
};
const listLoans: OperationHandler<Operations['listLoans']> = async ({ limit }, { own, reply, after }) =>
  reply(200, { loans: [loan] }, own([row], 'readerId'), {
    hasMore: limit > 1 && after !== undefined,
    positionOf: (item) => item.loanId,
  });
const renewLoan: OperationHandler<Operations['renewLoan']> = (
  { loanId, weeks },
  { customerId, own, reply },
) => {
  const made = own({ customerId, weeks }, 'customerId');
  if (!made) return reply(404, notFound);
  return weeks > 2
    ? reply(409, { code: 'LOAN_RESERVED', message: `${loanId} is reserved.` }, made)
    : reply(200, { ...loan, loanId }, made);
};
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
handle('getLoan', (_input, { reply }) => reply(201, loan, mine));
// @ts-expect-error 409 is declared for renewLoan only
handle('getLoan', (_input, { reply }) => reply(409, { code: 'LOAN_RESERVED', message: '' }, mine));
// @ts-expect-error a status of the envelope is not the handler's
handle('getLoan', (_input, { reply }) => reply(401, { code: 'IDENTITY_REQUIRED', message: '' }, mine));
// @ts-expect-error an unknown field of the body
handle('getLoan', (_input, { reply }) => reply(200, { ...loan, shelf: 'A1' }, mine));
// @ts-expect-error a missing field of the body
handle('getLoan', (_input, { reply }) => reply(200, { loanId: 'L-0001', state: 'OPEN' }, mine));
// @ts-expect-error a value outside the enum
handle('getLoan', (_input, { reply }) => reply(200, { ...loan, state: 'LOST' }, mine));
// @ts-expect-error the code of another operation
handle('getLoan', (_input, { reply }) => reply(404, { code: 'LOAN_RESERVED', message: '' }));
// @ts-expect-error an error without its sentence
handle('getLoan', (_input, { reply }) => reply(404, { code: 'LOAN_NOT_FOUND' }));
// @ts-expect-error the success body under the status of an error
handle('getLoan', (_input, { reply }) => reply(404, loan));
// @ts-expect-error weeks is no input of getLoan
handle('getLoan', ({ weeks }, { reply }) => reply(200, { ...loan, title: weeks }, mine));
// @ts-expect-error the customer is in the context, never in the input
handle('getLoan', ({ customerId }, { reply }) => reply(200, { ...loan, title: customerId }, mine));
// @ts-expect-error openingHours needs no identity, so there is none to trust
handle('openingHours', (_input, { reply, customerId }) => reply(200, { hours: customerId }));
// @ts-expect-error a handler answers through reply
handle('openingHours', () => ({ status: 200, body: { hours: '' } }));
// @ts-expect-error a handler answers
handle('openingHours', () => {});

// A handler that does not ask whose it is has nothing to answer with.
// @ts-expect-error nothing was found to be the customer's own
handle('getLoan', ({ loanId }, { reply }) => reply(200, { ...loan, loanId }));
// @ts-expect-error a refusal tells of the loan as well
handle('renewLoan', (_, { reply }) => reply(409, { code: 'LOAN_RESERVED', message: 'Reserved.' }));
// @ts-expect-error a page is about its rows
handle('listLoans', (_, { reply }) => reply(200, { loans: [] }, { hasMore: false, positionOf: () => '' }));
// @ts-expect-error the row as the store gave it proves nothing
handle('getLoan', (_, { reply }) => reply(200, loan, row));
// @ts-expect-error nor does the customer
handle('getLoan', (_, { reply, customerId }) => reply(200, loan, customerId));
// @ts-expect-error nor something that looks like the customer's own
handle('getLoan', (_, { reply, customerId }) => reply(200, loan, { ...row, readerId: customerId }));
// @ts-expect-error what is not the customer's own is undefined, and has to be asked for
handle('getLoan', (_, { reply, own }) => reply(200, loan, own(row, 'readerId')));
// @ts-expect-error the name of the owner is one of the row's
handle('getLoan', (_, { reply, own }) => (own(row, 'reader') ? reply(404, notFound) : reply(404, notFound)));
handle('getLoan', (_, { reply, requestId }) => {
  const status = requestId ? 404 : 200;
  // @ts-expect-error a status that may be 200 needs what a 200 needs
  return reply(status, loan);
});
// @ts-expect-error a 404 is about nothing of the customer's
handle('getLoan', (_, { reply }) => reply(404, notFound, mine));
// @ts-expect-error without an identity there is nobody to own a thing
handle('openingHours', (_, { own, reply }) => reply(200, { hours: String(own) }));
// @ts-expect-error an answer about nobody's is about nothing
handle('openingHours', (_, { reply }) => reply(200, { hours: '' }, mine));
// @ts-expect-error an argument is no customer, whatever it holds
handle('getLoan', ({ loanId }, { reply }) => reply(404, { ...notFound, message: asks(loanId) }));
handle('getLoan', (_, { customerId, reply }) => reply(404, { ...notFound, message: asks(customerId) }));

// @ts-expect-error a page says whether there is more
handle('listLoans', (_input, { reply }) => reply(200, { loans: [loan] }, mine));
handle('listLoans', (_, { reply }) => {
  const page = { hasMore: false, positionOf: () => '' };
  // @ts-expect-error nextPageToken belongs to the envelope
  return reply(200, { loans: [], nextPageToken: 'x' }, mine, page);
});
handle('listLoans', (_, { reply }) =>
  // @ts-expect-error a position names an item by its own fields
  reply(200, { loans: [] }, mine, { hasMore: false, positionOf: (item) => item.shelf }),
);
// @ts-expect-error only a paged operation has a page
handle('openingHours', (_, { reply }) => reply(200, { hours: '' }, { hasMore: false, positionOf: () => '' }));
// @ts-expect-error only a paged operation knows after what it goes on
handle('openingHours', (_input, { reply, after }) => reply(200, { hours: after }));
handle('listLoans', ({ pageToken, limit }, { reply }) => {
  // @ts-expect-error pageToken was decoded to context.after; nothing is left of it
  const token: string = pageToken;
  return reply(200, { loans: [] }, mine, {
    hasMore: token.length < limit,
    positionOf: (item) => item.loanId,
  });
});

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const path: Same<Input<Operations['renewLoan']>, { loanId: string; weeks: number }> = true;
const none: Same<keyof Input<Operations['openingHours']>, never> = true;
export const inputs = [path, none];
