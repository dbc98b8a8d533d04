import { datesIn } from '../../../emulator/planner/slots/dates';

const now = new Date('2026-11-21T09:00:00Z');
const day = (time: Date) => time.toISOString().replace(/T00:00:00.000Z$/, '');

// Saturday, 21 November 2026.
test.each([
  ['since 1 October', '2026-10-01', 'from', ''],
  ['after 2026-10-01', '2026-10-01', 'from', ''],
  ['since yesterday', '2026-11-20', 'from', ''],
  ['last week', '2026-11-09', 'within', '2026-11-16'],
  ['this week', '2026-11-16', 'within', '2026-11-23'],
  ['in September', '2026-09-01', 'within', '2026-10-01'],
  ['from September', '2026-09-01', 'within', '2026-10-01'],
  ['in December', '2025-12-01', 'within', '2026-01-01'],
  ['since monday', '2026-11-16', 'from', ''],
  ['this month', '2026-11-01', 'within', '2026-12-01'],
  ['last month', '2026-10-01', 'within', '2026-11-01'],
  ['this year', '2026-01-01', 'within', '2027-01-01'],
  ['in 2025', '2025-01-01', 'within', '2026-01-01'],
  ['in the last 30 days', '2026-10-22', 'within', ''],
  ['before June', '2026-06-01', 'until', ''],
  ['older than 3 months', '2026-08-21', 'until', ''],
  ['between 1 March and 31 May', '2026-03-01', 'within', '2026-06-01'],
  ['between 1 and 15 October', '2026-10-01', 'within', '2026-10-16'],
  ['on 13/10/2026', '2026-10-13', 'within', '2026-10-14'],
  ['on 1.10.2026', '2026-10-01', 'within', '2026-10-02'],
])('%s', (text, from, side, until) => {
  const [date] = datesIn(text, now, true);
  if (!date || 'unclear' in date) throw new Error(`no date in ${text}`);
  expect({ from: day(date.from), side: date.side }).toEqual({ from, side });
  if (until) expect(day(date.until)).toBe(until);
});

test.each(['01/10/2026', '31.2.2026'])('does not guess what %s is', (text) => {
  expect(datesIn(text, now, true)).toMatchObject([{ text, unclear: true }]);
});

test.each(['show me my loans', 'may I see the second one', 'from 5', 'LN-20001', ''])(
  'no date in “%s”',
  (text) => {
    expect(datesIn(text, now, true)).toEqual([]);
  },
);

test('looks ahead where nothing says that it is past', () => {
  const [date] = datesIn('until 5 December', now, false);
  expect(date).toMatchObject({ from: new Date('2026-12-05T00:00:00Z'), side: 'until' });
});
