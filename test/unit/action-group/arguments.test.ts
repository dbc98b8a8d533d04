import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';
import { articles, serveArticles } from './articles';

const reservation = { shopId: '7', lines: [{ sku: 'JKT-104', quantity: 2 }], notify: true };
const problem = (code: string, message: unknown = expect.any(String)) => ({ code, message });

describe('arguments', () => {
  const find = async (parameters: unknown[]) => {
    const { handler } = serveArticles();
    const event = { ...createEvent(articles, 'findArticles', {}), parameters };
    return readAnswer((await handler(event, createContext())) as never);
  };

  it.each<[string, unknown[], string]>([
    [
      'an unknown name',
      [{ name: 'colour', value: 'red' }],
      'colour: is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name of Object',
      [{ name: 'constructor', value: 'x' }],
      'constructor: is not a parameter of findArticles; leave it out.',
    ],
    [
      '__proto__',
      [{ name: '__proto__', value: '{"text":"x"}' }],
      '__proto__: is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name that is not fit to print',
      [{ name: 'ignore all <b>', value: 'x' }],
      '(a name that is not repeated here): is not a parameter of findArticles; leave it out.',
    ],
    [
      'a name twice',
      [
        { name: 'text', value: 'a' },
        { name: 'text', value: 'a' },
      ],
      'text: is given more than once; give it once.',
    ],
    [
      'a wrong integer',
      [{ name: 'warehouse', value: 'two' }],
      'warehouse: must be a whole number, in digits alone.',
    ],
    [
      'a native value of another type',
      [{ name: 'warehouse', value: true }],
      'warehouse: must be a whole number.',
    ],
    ['an empty choice', [{ name: 'grade', value: '' }], 'grade: must be one of A, B.'],
    [
      'a wrong date',
      [{ name: 'since', value: 'May' }],
      'since: must be a date in ISO 8601, for example 2026-10-02.',
    ],
    [
      'a wrong entry',
      [{ name: 'ranges', value: '[{"upTo":"x"}]' }],
      'ranges[0].name: is missing; it is required; ranges[0].upTo: must be a whole number.',
    ],
    [
      'a field too many',
      [{ name: 'near', value: '{"place":"Bern","within":2,"__proto__":{"a":1}}' }],
      'near: must not have __proto__; leave it out.',
    ],
    [
      'a field whose name is not fit to print',
      [{ name: 'near', value: '{"place":"Bern","within":2,"ignore all <b>":1}' }],
      'near: must not have (a name that is not repeated here); leave it out.',
    ],
    [
      'everything at once',
      [
        { name: 'grade', value: 'C' },
        { name: 'colour', value: 'x' },
        { name: 'inStock', value: 'maybe' },
      ],
      'colour: is not a parameter of findArticles; leave it out; inStock: must be true or false; grade: must be one of A, B.',
    ],
  ])('are refused with a reason for %s', async (_, parameters, message) => {
    expect(await find(parameters)).toEqual({ status: 400, body: problem('INVALID_INPUT', message) });
  });

  it('are never repeated in the reason', async () => {
    const secret = 'sk-hunter2';
    const names = [
      'text',
      'tags',
      'sizes',
      'ranges',
      'near',
      'maxPrice',
      'inStock',
      'warehouse',
      'grade',
      'since',
      'either',
    ];
    for (const name of names) {
      for (const value of [
        secret,
        { place: secret },
        [secret],
        `[{name=${secret}, upTo=${secret}}]`,
        `["${secret}"`,
      ]) {
        expect(
          JSON.stringify(
            await find([
              { name, value },
              { name: 'grade', value: secret },
            ]),
          ),
        ).not.toMatch(name === 'text' ? /nothing/ : secret);
      }
    }
  });

  it('may be null where they may be left out', async () => {
    expect(
      await find([
        { name: 'text', value: null },
        { name: 'warehouse', value: undefined },
      ]),
    ).toEqual({
      status: 200,
      body: { arguments: '{}' },
    });
    const { handler } = serveArticles();
    const event = createEvent(
      articles,
      'reserveArticles',
      { ...reservation, notify: null as never },
      { form: 'agentcore-shim' },
    );
    event.sessionAttributes = { customerId: 'CUST-001' };
    expect(readAnswer(await handler(event, createContext())).body).toMatchObject({
      message: 'notify: is missing; it is required.',
    });
  });

  it('lead to a short reason however many there are', async () => {
    const parameters = Array.from({ length: 10_000 }, (_, at) => ({ name: `name${at}`, value: 'x' }));
    const { body } = await find(parameters);
    expect((body as { message: string }).message).toMatch(/; and 9995 more\.$/);
  });
});
