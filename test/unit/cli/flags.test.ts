import fc from 'fast-check';
import { UsageError } from '../../../scripts/cli/errors';
import {
  attributesOf,
  confirmationOf,
  placeOf,
  sessionIdOf,
  type TargetFlags,
} from '../../../scripts/conversation/flags';

const none: TargetFlags = { stage: undefined, profile: undefined, region: undefined, endpoint: undefined };

describe('--attr', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('='));
  const value = fc.string({ unit: 'binary' });

  it('divides at the first =, and of a key given twice the last counts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), (pairs) => {
        const attributes = attributesOf(pairs.map(([name, text]) => `${name}=${text}`));
        const expected = new Map(pairs);
        expect(new Map(Object.entries(attributes))).toEqual(expected);
      }),
    );
  });

  it('keeps what looks special', () => {
    expect(attributesOf(['a=b=c', 'empty=', '__proto__=x', 'spaced key= v '])).toEqual(
      Object.fromEntries([
        ['a', 'b=c'],
        ['empty', ''],
        ['__proto__', 'x'],
        ['spaced key', ' v '],
      ]),
    );
  });

  it('refuses what has no key or no =, naming it', () => {
    const nameless = fc.oneof(
      fc.string().filter((text) => !text.includes('=')),
      fc.string().map((text) => `=${text}`),
    );
    fc.assert(
      fc.property(nameless, (text) => {
        expect(() => attributesOf([text])).toThrow(new UsageError(`--attr ${text}: write KEY=VALUE`));
      }),
    );
  });
});

describe('the place', () => {
  it.each([
    [{}, { kind: 'laptop' }],
    [{ stage: 'prod' }, { kind: 'stage', stage: 'prod' }],
    [
      { stage: 'dev', profile: 'me', region: 'eu-central-1' },
      { kind: 'stage', stage: 'dev', profile: 'me', region: 'eu-central-1' },
    ],
    [{ endpoint: 'http://127.0.0.1:4566' }, { kind: 'endpoint', endpoint: 'http://127.0.0.1:4566' }],
  ])('of %j', (flags, place) => {
    expect(placeOf({ ...none, ...flags })).toEqual(place);
  });

  it.each([
    [{ stage: 'staging' }, '--stage staging: the stages are dev and prod'],
    [{ stage: 'dev', endpoint: 'http://x' }, '--stage and --endpoint name two agents: give one of them'],
    [{ profile: 'me' }, '--profile needs --stage'],
    [{ endpoint: 'http://x', region: 'us-east-1' }, '--region needs --stage'],
    [{ endpoint: '127.0.0.1:4566' }, '--endpoint 127.0.0.1:4566 is no URL'],
    [{ endpoint: 'file:///etc' }, '--endpoint file:///etc is no URL'],
  ])('is refused for %j', (flags, message) => {
    expect(() => placeOf({ ...none, ...flags })).toThrow(new UsageError(message));
  });
});

it.each(['ab', 'CUST-1.x:y_z', 'a'.repeat(100)])('takes the session id %s', (id) => {
  expect(sessionIdOf(id)).toBe(id);
});

it.each(['a', 'a'.repeat(101), 'two words', 'ä1', ''])('refuses the session id %p', (id) => {
  expect(() => sessionIdOf(id)).toThrow(UsageError);
});

it('reads --confirm as yes or no and nothing else', () => {
  expect([confirmationOf('yes'), confirmationOf('no'), confirmationOf(undefined)]).toEqual([
    'CONFIRM',
    'DENY',
    undefined,
  ]);
  expect(() => confirmationOf('y')).toThrow(UsageError);
});
