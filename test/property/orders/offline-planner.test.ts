import * as fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { openApiDocument } from '../../../schemas/openapi';
import { orderStatuses, orders } from '../../../schemas/orders';
import { fakeOrders } from '../../unit/orders/planner/fake-operations';
import { startTalk } from '../../unit/orders/planner/talk';

const document = openApiDocument(orders);
const piece = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ...`cancel cancelled canceled cancle cancelling order orders my the it that them one ones second last newest oldest
      latest where is what when why how many show list track look up status tracking number carrier total shipped
      delivered processing since after before in October September last week yesterday 2026-10-01 01/10/2026 5 three
      twenty 100 100001 ORD-100001 ord100002 ORD-12 ORD-1000012 ABC-123 and or but not don't do never because I ordered
      twice changed mind please thanks hello yes no next page more only just if can you could want to reason: "too late"
      , . ? ! - refund weather pizza me a for first from to between 2025 both all`.split(/\s+/),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'cancel ORD-100002',
      'cancel it',
      'because I ordered it twice',
      'cancel the second one',
      'cancel my latest order',
      'show my orders',
      'where is ORD-100001',
      "don't cancel ORD-100002",
      'only the delivered ones',
      'next page',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);
const text = fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(' '));

const numberWords = /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|couple|dozen)\b/i;
const dateWords =
  /\d|october|september|week|yesterday|month|day|year|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/i;

const negation = /\b(?:not|never|cannot|without|nor|neither)\b|n't\b/;

/** Whether a value comes from what was said or answered before it. */
function isTraceable(name: string, value: unknown, said: string, answered: string): boolean {
  const text = String(value);
  const lower = said.toLowerCase();
  const words = lower.split(/[^\p{L}\p{N}]+/u);
  switch (name) {
    case 'orderId':
      return said.replace(/[^\p{L}\p{N}]/gu, '').includes(text.slice(4)) || answered.includes(`"${text}"`);
    case 'status': {
      const isSaid = (status: string) =>
        words.some((word) => word.slice(0, 4) === status.slice(0, 4).toLowerCase());
      // "Not delivered" asks for each of the others.
      const isLeft =
        negation.test(lower) && orderStatuses.some((status) => status !== text && isSaid(status));
      return orderStatuses.some((status) => status === text) && (isSaid(text) || isLeft);
    }
    case 'limit':
      // Who looks for a thing reads as much of the list at once as the contract lets it.
      return words.includes(text) || numberWords.test(said) || text === '50';
    case 'placedAfter':
      return dateWords.test(said) && !Number.isNaN(Date.parse(text));
    case 'reason':
      return said.includes(text);
    case 'pageToken':
      return answered.includes(`"${text}"`);
    default:
      return false;
  }
}

const asksToCancel = (said: string) =>
  said
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => /^(?:cancel|annul|revoke|abort|scrap)/.test(word) || distance(word, 'cancel') <= 2);

test('passes on nothing that nobody said, changes nothing unasked and never throws', async () => {
  let called = 0;
  let wrote = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
      const talk = startTalk(document, fakeOrders());
      const said: string[] = [];
      for (const one of texts) {
        said.push(one);
        const before = talk.messages.length;
        const { calls, text: answer } = await talk.say(one);
        expect(answer).not.toBe('');
        for (const [operationId, input] of calls) {
          called++;
          // Results of the same turn count: the newest of a list that was just read.
          const answered = JSON.stringify(talk.messages.slice(0, before + 2 * calls.length));
          for (const [name, value] of Object.entries(input)) {
            const context = { operationId, name, value, said };
            expect({ ...context, traceable: isTraceable(name, value, said.join('\n'), answered) }).toEqual({
              ...context,
              traceable: true,
            });
          }
          if (operationId !== 'cancelOrder') continue;
          wrote++;
          expect({ said, asked: asksToCancel(said.join('\n')) }).toEqual({ said, asked: true });
        }
      }
    }),
    { numRuns: 800 },
  );
  // Else the property would hold for a planner that does nothing.
  expect(called).toBeGreaterThan(300);
  expect(wrote).toBeGreaterThan(20);
});

test('changes nothing that it was told to leave', async () => {
  const told = fc.constantFrom(
    'do not',
    "don't",
    'never',
    'please do not',
    'please don’t',
    'you must not',
    'I do not want to',
  );
  const rest = fc.constantFrom(
    '',
    '!',
    ' because I need it',
    ', please',
    ' today',
    ' under any circumstances',
  );
  await fc.assert(
    fc.asyncProperty(told, rest, fc.boolean(), async (start, end, upper) => {
      const said = `${start} cancel ORD-100002${end}`;
      const { calls } = await startTalk(document, fakeOrders()).say(upper ? said.toUpperCase() : said);
      expect(calls.filter(([operationId]) => operationId === 'cancelOrder')).toEqual([]);
    }),
  );
});

test('says the same to the same conversation', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 3 }), async (texts) => {
      const [one, other] = [startTalk(document, fakeOrders()), startTalk(document, fakeOrders())];
      for (const said of texts) expect(await one.say(said)).toEqual(await other.say(said));
    }),
    { numRuns: 100 },
  );
});
