import { compareSteps, type Divergence } from '../../../replay/compare';
import { type Step, stepOfAction } from '../../../replay/steps';

const call = (name: string, more: Partial<Step> = {}): Step => ({
  kind: 'call',
  name,
  arguments: {},
  status: 200,
  body: { ok: true },
  ...more,
});
const volatile = new Set(['at', 'token']);
const compared = (recorded: readonly Step[], now: readonly Step[]) =>
  compareSteps(3, recorded, now, volatile);
const place = (step: number, name: string): Partial<Divergence> => ({ turn: 3, step, of: 'call', name });

describe('two runs of a turn', () => {
  it('that are the same do not diverge', () => {
    expect(compared([call('a'), call('b')], [call('a'), call('b')])).toEqual([]);
  });

  it.each<[string, readonly Step[], readonly Step[], readonly Partial<Divergence>[]]>([
    ['a new call', [call('a')], [call('a'), call('b')], [{ ...place(2, 'b'), kind: 'new' }]],
    ['a removed call', [call('a'), call('b')], [call('b')], [{ ...place(1, 'a'), kind: 'removed' }]],
    [
      'reordered calls',
      [call('a'), call('b'), call('c')],
      [call('b'), call('c'), call('a')],
      [{ ...place(1, 'a'), kind: 'reordered', recorded: 1, now: 3 }],
    ],
    [
      'two calls of one operation that changed places',
      [call('a', { arguments: { id: '1' } }), call('a', { arguments: { id: '2' } })],
      [call('a', { arguments: { id: '2' }, status: 404 }), call('a', { arguments: { id: '1' } })],
      [
        { ...place(1, 'a'), kind: 'reordered', recorded: 1, now: 2 },
        { ...place(2, 'a'), kind: 'changed', path: 'status' },
      ],
    ],
    [
      'calls that changed places around another one',
      [call('a', { arguments: { id: '1' } }), call('b'), call('a', { arguments: { id: '2' }, body: 1 })],
      [call('a', { arguments: { id: '2' }, body: 2 }), call('b'), call('a', { arguments: { id: '1' } })],
      [
        { ...place(1, 'a'), kind: 'reordered', recorded: 1, now: 3 },
        { ...place(3, 'a'), kind: 'reordered', recorded: 3, now: 1 },
        { ...place(3, 'a'), kind: 'changed', path: 'body', recorded: 1, now: 2 },
      ],
    ],
    [
      'changed arguments',
      [call('a', { arguments: { id: '1' } })],
      [call('a', { arguments: { id: '2' } })],
      [{ ...place(1, 'a'), kind: 'changed', path: 'arguments.id', recorded: '1', now: '2' }],
    ],
    [
      'a changed status',
      [call('a')],
      [call('a', { status: 404 })],
      [{ ...place(1, 'a'), kind: 'changed', path: 'status', recorded: 200, now: 404 }],
    ],
    [
      'a changed body',
      [call('a', { body: { items: [{ name: 'x' }] } })],
      [call('a', { body: { items: [{ name: 'y' }, {}] } })],
      [
        { ...place(1, 'a'), kind: 'changed', path: 'body.items[0].name', recorded: 'x', now: 'y' },
        { ...place(1, 'a'), kind: 'changed', path: 'body.items[1]', recorded: undefined, now: {} },
      ],
    ],
    [
      'attributes that the function gives otherwise',
      [call('a', { sessionAttributes: { tier: 'gold' }, promptSessionAttributes: { today: 'Sunday' } })],
      [call('a', { sessionAttributes: { tier: 'basic' }, promptSessionAttributes: {} })],
      [
        { ...place(1, 'a'), kind: 'changed', path: 'sessionAttributes.tier', recorded: 'gold', now: 'basic' },
        { ...place(1, 'a'), kind: 'changed', path: 'promptSessionAttributes.today', now: undefined },
      ],
    ],
    [
      'a body that is text now',
      [call('a')],
      [call('a', { body: 'no' })],
      [{ ...place(1, 'a'), kind: 'changed', path: 'body', recorded: { ok: true }, now: 'no' }],
    ],
    [
      'a call to which no answer comes any more',
      [call('a')],
      [call('a', { status: null, body: { functionError: 'Unhandled' } })],
      [
        { ...place(1, 'a'), kind: 'changed', path: 'body.ok' },
        { ...place(1, 'a'), kind: 'changed', path: 'body.functionError' },
      ],
    ],
  ])('with %s diverge there', (_, recorded, now, expected) => {
    expect(compared(recorded, now)).toEqual(expected.map((one) => expect.objectContaining(one)));
  });

  it('of which one is called twice are paired by their arguments', () => {
    const [one, two] = [call('a', { arguments: { id: '1' } }), call('a', { arguments: { id: '2' } })];
    expect(compared([one, two], [two])).toEqual([expect.objectContaining({ kind: 'removed', step: 1 })]);
  });

  it('may differ in what is declared volatile, but not in that it is there, nor in its kind', () => {
    const body = (token: unknown) => call('a', { body: { list: [{ token }] } });
    expect(compared([body('one')], [body('two')])).toEqual([]);
    expect(compared([body('one')], [body(undefined)])).toMatchObject([{ path: 'body.list[0].token' }]);
    expect(compared([body('one')], [body(2)])).toMatchObject([{ path: 'body.list[0].token' }]);
    expect(compared([body(undefined)], [body('two')])).toMatchObject([{ path: 'body.list[0].token' }]);
  });

  it('may differ in nothing else, however much its name or its value looks like that', () => {
    const body = (id: string, createdAt: string) => call('a', { body: { id, createdAt } });
    const one = body('8c1f3f0e-5d8b-4c58-9f2f-0d4c1f4a9a11', '2026-11-21T07:40:00.000Z');
    const two = body('1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', '2026-11-21T07:41:00.000Z');
    expect(compared([one], [two])).toMatchObject([{ path: 'body.id' }, { path: 'body.createdAt' }]);
  });

  it('of which one knows no status, being from a trace, are compared in all else', () => {
    const traced = (body: unknown) => call('a', { status: null, body });
    expect(compared([traced({ ok: true })], [call('a')])).toEqual([]);
    expect(compared([traced({ ok: false })], [call('a')])).toMatchObject([{ path: 'body.ok' }]);
    expect(compared([traced({ ok: true })], [call('a', { sessionAttributes: { tier: 'gold' } })])).toEqual(
      [],
    );
  });
});

it.each([
  ['null', null],
  ['"done"', 'done'],
  ['not JSON', 'not JSON'],
])('an answer that is no envelope, %s, is a step with it', (answer, body) => {
  const event = { actionGroup: 'loans', httpMethod: 'GET', apiPath: '/loans' };
  const step = stepOfAction({ type: 'action', turn: 1, at: 0, source: 'lambda', event, answer });
  expect(step).toMatchObject({ kind: 'call', name: 'loans GET /loans', status: null, body });
});
