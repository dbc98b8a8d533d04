import { contextOf } from '../../../emulator/iam/policy/context';
import type { PolicyKind } from '../../../emulator/iam/policy/document';
import { statementsOf } from '../../../emulator/iam/policy/document';
import { evaluate, type Policies, Statements } from '../../../emulator/iam/policy/evaluate';

const source = { at: 'desk Policy.Properties.PolicyDocument', construct: 'desk/Policy' };
const read = (statements: readonly object[], kind: PolicyKind = 'identity', Version = '2012-10-17') =>
  new Statements(statementsOf({ Version, Statement: statements }, source, kind));

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const get = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table };
const caller = { account: '000000000000', arns: ['arn:aws:iam::000000000000:role/desk'] };
const anyone = { Principal: '*' };

function decide(
  policies: Policies,
  { action = 'dynamodb:GetItem', resource = table, context = {}, resourceMustAllow = false } = {},
  who: Parameters<typeof evaluate>[1]['caller'] = caller,
) {
  const question = { action, resource, context: contextOf(context), caller: who, resourceMustAllow };
  const decision = evaluate(policies, question);
  return decision.isAllowed
    ? 'allowed'
    : `${decision.deniedBy ? 'denied' : 'not allowed'} by ${decision.policyType}`;
}

describe('within one account', () => {
  it.each<[string, Policies, string]>([
    ['nothing', {}, 'not allowed by identity-based policy'],
    ['the identity', { identity: read([get]) }, 'allowed'],
    [
      'the resource alone',
      { identity: read([]), resource: read([{ ...get, ...anyone }], 'resource') },
      'allowed',
    ],
    [
      "the resource, for the caller's account",
      { identity: read([]), resource: read([{ ...get, Principal: { AWS: '000000000000' } }], 'resource') },
      'not allowed by identity-based policy',
    ],
    [
      'a boundary that is silent',
      { identity: read([get]), boundary: read([]) },
      'not allowed by permissions boundary',
    ],
    [
      'a session that is silent',
      { identity: read([get]), session: read([]) },
      'not allowed by session policy',
    ],
    [
      'a denial by the identity',
      {
        identity: read([get, { ...get, Effect: 'Deny' }]),
        resource: read([{ ...get, ...anyone }], 'resource'),
      },
      'denied by identity-based policy',
    ],
    [
      'a denial by the resource',
      { identity: read([get]), resource: read([{ ...get, ...anyone, Effect: 'Deny' }], 'resource') },
      'denied by resource-based policy',
    ],
    [
      'a denial for everybody else',
      {
        identity: read([get]),
        resource: read([{ ...get, Effect: 'Deny', NotPrincipal: { AWS: caller.arns[0] } }], 'resource'),
      },
      'allowed',
    ],
  ])('%s decides', (_, policies, outcome) => {
    expect(decide(policies)).toBe(outcome);
  });

  it('a service is let in by the resource alone, and by its own name', () => {
    const named = read([{ ...get, Principal: { Service: 'bedrock.amazonaws.com' } }], 'resource');
    const service = (name: string) => ({ service: name, arns: [] });
    expect(decide({ resource: named }, {}, service('bedrock.amazonaws.com'))).toBe('allowed');
    expect(decide({ resource: named }, {}, service('lambda.amazonaws.com'))).toBe(
      'not allowed by resource-based policy',
    );
  });

  it('a trust policy must allow, whatever the identity says', () => {
    const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
    const identity = read([{ ...assume, Resource: '*' }]);
    const question = { action: 'sts:AssumeRole', resourceMustAllow: true };
    const trust = (Principal: object) => read([{ ...assume, Principal }], 'trust');
    const other = trust({ Service: 'lambda.amazonaws.com' });
    expect(decide({ identity, resource: other }, question)).toBe('not allowed by role trust policy');
    const account = trust({ AWS: 'arn:aws:iam::000000000000:root' });
    expect(decide({ identity, resource: account }, question)).toBe('allowed');
    expect(decide({ identity: read([]), resource: account }, question)).toBe(
      'not allowed by identity-based policy',
    );
    expect(decide({ identity: read([]), resource: trust({ AWS: caller.arns[0] }) }, question)).toBe(
      'allowed',
    );
  });

  it('a role that is trusted by its name gets no further than its boundary and its session', () => {
    const question = { action: 'sts:AssumeRole', resourceMustAllow: true };
    const resource = read(
      [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: caller.arns[0] } }],
      'trust',
    );
    const assume = read([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }]);
    expect(decide({ resource, boundary: read([get]) }, question)).toBe('not allowed by permissions boundary');
    expect(decide({ resource, session: read([get]) }, question)).toBe('not allowed by session policy');
    expect(decide({ resource, boundary: assume, session: assume }, question)).toBe('allowed');
  });
});

describe('a statement', () => {
  it.each([
    ['an action in other letters', { Action: 'DynamoDB:getitem' }, true],
    ['a wildcard', { Action: 'dynamodb:Get*' }, true],
    ['a question mark', { Action: 'dynamodb:?etItem' }, true],
    ['every action', { Action: '*' }, true],
    ['another action', { Action: 'dynamodb:PutItem' }, false],
    ['all but another action', { Action: undefined, NotAction: 'dynamodb:PutItem' }, true],
    ['all but this action', { Action: undefined, NotAction: 'dynamodb:Get*' }, false],
    ['any table', { Resource: 'arn:aws:dynamodb:*:*:table/*' }, true],
    [
      'a wildcard that would have to reach over a colon',
      { Resource: 'arn:aws:dynamodb:*:table/orders:' },
      false,
    ],
    ['a table in other letters', { Resource: table.toUpperCase() }, false],
    ['all but this table', { Resource: undefined, NotResource: [table] }, false],
    ['a variable', { Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:username}` }, true],
    [
      "a variable's default",
      { Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:x, 'orders'}` },
      true,
    ],
    [
      'a variable without a value',
      { Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:x}` },
      false,
    ],
    ['a literal star', { Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/\${*}` }, false],
  ])('is for %s', (_, change, isFor) => {
    const identity = read([{ ...get, ...change }]);
    const context = { 'aws:username': 'orders' };
    expect(decide({ identity }, { context })).toBe(
      isFor ? 'allowed' : 'not allowed by identity-based policy',
    );
  });

  it('has no variables in the language of 2008', () => {
    const Resource = `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:username}`;
    const identity = read([{ ...get, Resource }], 'identity', '2008-10-17');
    const question = { context: { 'aws:username': 'orders' } };
    expect(decide({ identity }, question)).toBe('not allowed by identity-based policy');
  });

  it.each<[string, object, PolicyKind, RegExp]>([
    ['no effect', { Effect: undefined }, 'identity', /Statement\[0\]\.Effect: must be Allow or Deny/],
    ['neither action', { Action: undefined }, 'identity', /has neither Action nor NotAction/],
    ['both resources', { NotResource: '*' }, 'identity', /has Resource and NotResource/],
    ['no ARN', { Resource: '*orders*' }, 'identity', /\*orders\* is neither \* nor an ARN/],
    ['no action', { Action: 'GetItem' }, 'identity', /GetItem is no action/],
    ['no actions at all', { Action: undefined, NotAction: [] }, 'identity', /NotAction: names nothing/],
    [
      'no resources at all',
      { Resource: undefined, NotResource: [] },
      'identity',
      /NotResource: names nothing/,
    ],
    [
      'a principal by pattern',
      { Principal: { AWS: 'arn:aws:iam::000000000000:role/*' } },
      'resource',
      /role\/\* is no principal/,
    ],
    ['an unknown element', { Conditions: {} }, 'identity', /Conditions: is no element/],
    ['a principal of its own', { Principal: '*' }, 'identity', /a policy of an identity has no Principal/],
    ['no principal', {}, 'resource', /has no Principal/],
    ['an unresolved intrinsic', { Resource: [{ Ref: 'Table' }] }, 'identity', /Resource: must be text/],
    [
      'an unknown operator',
      { Condition: { Equals: { 'aws:username': 'x' } } },
      'identity',
      /condition operator Equals/,
    ],
    [
      'no date',
      { Condition: { DateLessThan: { 'aws:CurrentTime': 'soon' } } },
      'identity',
      /cannot take "soon"/,
    ],
    [
      'a date in words',
      { Condition: { DateLessThan: { 'aws:CurrentTime': 'January 1, 2026' } } },
      'identity',
      /cannot take "January 1, 2026"/,
    ],
    [
      'a range of no length',
      { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/' } } },
      'identity',
      /cannot take/,
    ],
    ['no range', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/99' } } }, 'identity', /cannot take/],
    [
      'a Null of several',
      { Condition: { Null: { 'aws:username': ['true', 'false'] } } },
      'identity',
      /Null takes/,
    ],
    [
      'IfExists of Null',
      { Condition: { NullIfExists: { 'aws:username': 'true' } } },
      'identity',
      /NullIfExists/,
    ],
  ])('with %s is refused, with its place', (_, change, kind, problem) => {
    expect(() => read([{ ...get, ...change }], kind)).toThrow(problem);
    expect(() => read([{ ...get, ...change }], kind)).toThrow(/^desk Policy\.Properties\.PolicyDocument\./);
  });

  it('stands in a document that has no elements besides', () => {
    const hidden = { Version: '2012-10-17', Statement: [get], statement: [{ ...get, Effect: 'Deny' }] };
    expect(() => statementsOf(hidden, source, 'identity')).toThrow(
      /^desk Policy\.Properties\.PolicyDocument\.statement: is no element of a policy/,
    );
  });
});
