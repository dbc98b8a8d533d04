import { readFileSync } from 'node:fs';
import * as path from 'node:path';

/** What a fake operation answers; `failed` as a status of 400 and above would be. */
export interface FakeAnswer {
  readonly body: Record<string, unknown>;
  readonly failed?: boolean;
}

export type FakeOperation = (input: Readonly<Record<string, unknown>>) => FakeAnswer;
export type FakeOperations = Readonly<Record<string, FakeOperation>>;
type Item = Record<string, unknown>;

export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(__dirname, '../../../fixtures/utterances', name), 'utf8'));

const failed = (code: string, message: string): FakeAnswer => ({ failed: true, body: { code, message } });

/** A page of items after the one that the token names. */
function page(items: readonly Item[], key: string, id: string, input: Readonly<Record<string, unknown>>) {
  const limit = Number(input.limit ?? 10);
  const after = items.findIndex((item) => `after:${item[id]}` === input.pageToken);
  const shown = items.slice(after + 1, after + 1 + limit);
  const more = after + 1 + limit < items.length;
  return { body: { [key]: shown, ...(more && { nextPageToken: `after:${shown.at(-1)?.[id]}` }) } };
}

export function fakeOrders(): FakeOperations {
  const all = fixture('orders-data.json') as Item[];
  const find = ({ orderId }: Readonly<Record<string, unknown>>) =>
    all.find((order) => order.orderId === orderId);
  const missing = (id: unknown) => failed('ORDER_NOT_FOUND', `There is no order ${id} on your account.`);
  const withCount = (order: Item) => ({ ...order, itemCount: (order.items as unknown[]).length });
  return {
    getOrder: (input) => {
      const order = find(input);
      return order ? { body: order } : missing(input.orderId);
    },
    listOrders: (input) => {
      const kept = all
        .filter(({ status }) => !input.status || status === input.status)
        .filter(({ placedAt }) => !input.placedAfter || String(placedAt) > String(input.placedAfter))
        .map(
          ({
            items,
            carrier,
            trackingNumber,
            estimatedDelivery,
            deliveredAt,
            cancelledAt,
            cancellationReason,
            ...rest
          }) => withCount({ items, ...rest }),
        )
        .map(({ items, ...rest }: Item) => rest);
      return page(kept, 'orders', 'orderId', input);
    },
    cancelOrder: (input) => {
      const order = find(input);
      if (!order) return missing(input.orderId);
      if (order.status === 'SHIPPED' || order.status === 'DELIVERED') {
        const status = String(order.status);
        return failed(
          `ORDER_ALREADY_${status}`,
          `Order ${input.orderId} is already ${status.toLowerCase()}.`,
        );
      }
      Object.assign(order, {
        status: 'CANCELLED',
        cancelledAt: '2026-11-21T09:00:00Z',
        cancellationReason: input.reason,
      });
      return { body: order };
    },
  };
}

export function fakeLoans(): FakeOperations {
  const seed = path.join(__dirname, '../../../fixtures/loans/functions/loans/seed.json');
  const all = (JSON.parse(readFileSync(seed, 'utf8')) as Item[])
    .filter(({ readerId }) => readerId === 'READER-001')
    .sort((a, b) => String(a.dueKey).localeCompare(String(b.dueKey)))
    .map(({ readerId, price, dueKey, readerStatus, ...loan }) => loan as Item);
  const find = ({ loanId }: Readonly<Record<string, unknown>>) => all.find((loan) => loan.loanId === loanId);
  const missing = (id: unknown) => failed('LOAN_NOT_FOUND', `There is no loan ${id} on your card.`);
  const day = 86_400_000;
  return {
    getLoan: (input) => {
      const loan = find(input);
      return loan ? { body: loan } : missing(input.loanId);
    },
    listLoans: (input) => {
      const kept = all.filter(({ status }) => !input.status || status === input.status);
      return page(kept, 'loans', 'loanId', input);
    },
    renewLoan: (input) => {
      const loan = find(input);
      if (!loan) return missing(input.loanId);
      if (loan.reserved) return failed('LOAN_RESERVED', 'Another reader waits for the book.');
      const due = new Date(Date.parse(String(loan.dueOn)) + Number(input.weeks) * 7 * day);
      Object.assign(loan, { dueOn: due.toISOString().slice(0, 10), renewals: Number(loan.renewals) + 1 });
      return { body: loan };
    },
    reportLoss: (input) => {
      const loan = find(input);
      if (!loan) return missing(input.loanId);
      Object.assign(loan, { status: 'LOST', fee: 1150 });
      return { body: loan };
    },
  };
}
