import fc from 'fast-check';
import { resolve, type Scope } from '../../../emulator/assembly/intrinsics';

const scope: Scope = {
  ref: (name, at) => {
    const known: Record<string, unknown> = {
      Name: 'things',
      Count: 3,
      'AWS::NoValue': undefined,
      List: ['a', 'b'],
    };
    if (name in known) return known[name];
    throw new Error(`${at}: nothing called ${name}`);
  },
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  importValue: (name) => `imported ${name}`,
  stackOutput: (stack, output) => `${output} of ${stack}`,
  mapping: (map, first, second) => (map === 'Sizes' && first === 'eu' && second === 'small' ? 10 : undefined),
  condition: (name, at) => {
    if (name === 'Yes' || name === 'No') return name === 'Yes';
    throw new Error(`${at}: no condition ${name}`);
  },
};
/** `<Name>` as the template has it, with a dollar sign and braces. */
const sub = (text: string) => text.replaceAll('<', '$' + '{').replaceAll('>', '}');
const resolved = (value: unknown) => resolve(value, scope, 'stack R.Properties.P');

it.each([
  ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
  ['Ref', { Ref: 'Name' }, 'things'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
  ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Nested.Outputs.X' }, 'Nested/Outputs.X'],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Count' }, { Ref: 'Name' }]] }, 'a-3-things'],
  ['Fn::Join of a list', { 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
  ['Fn::Sub', { 'Fn::Sub': sub('<Name>/<Table.Arn>/<!Literal>') }, sub('things/Table/Arn/<Literal>')],
  ['Fn::Sub with variables', { 'Fn::Sub': [sub('<a>-<Name>'), { a: { Ref: 'Count' } }] }, '3-things'],
  ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  ['Fn::Split', { 'Fn::Split': ['|', { 'Fn::Sub': sub('<Name>|x') }] }, ['things', 'x']],
  ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Arn' } }, 'Arn of data'],
  ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': sub('<Name>-arn') } }, 'imported things-arn'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'eu', 'small'] }, 10],
  ['Fn::FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'eu', 'big', { DefaultValue: 1 }] }, 1],
  ['Fn::Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
  ['Fn::If', { 'Fn::If': ['Yes', { Ref: 'Name' }, { Ref: 'Nobody' }] }, 'things'],
  [
    'AWS::NoValue',
    { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: [{ Ref: 'AWS::NoValue' }, 2] },
    { b: [2] },
  ],
  ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'Name' }, 'things'] }, true],
  ['Fn::And', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
  ['Fn::Or', { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
  ['Fn::Not', { 'Fn::Not': [{ Condition: 'No' }] }, true],
])('resolves %s', (_, value, expected) => expect(resolved(value)).toEqual(expected));

it.each([
  [
    'an unknown function',
    { a: [{ 'Fn::Cidr': [] }] },
    'stack R.Properties.P.a[0]: the emulator does not resolve Fn::Cidr',
  ],
  [
    'a dynamic reference',
    { a: '{{resolve:ssm:/x}}' },
    'stack R.Properties.P.a: the emulator does not resolve dynamic references',
  ],
  ['what is not there', { a: { Ref: 'Nobody' } }, 'stack R.Properties.P.a: nothing called Nobody'],
  ['a selection out of range', { 'Fn::Select': [5, ['a']] }, 'Fn::Select 5 of 1 items'],
  ['a map that is not there', { 'Fn::FindInMap': ['Sizes', 'us', 'small'] }, 'no Sizes.us.small in Mappings'],
  ['a structure in text', { 'Fn::Join': ['', [{ a: 1 }]] }, 'Fn::Join takes text'],
  ['too few arguments', { 'Fn::If': ['Yes'] }, 'Fn::If takes a list of 3'],
  ['what is no condition', { 'Fn::Not': ['maybe'] }, 'a condition must be true or false'],
])('fails for %s, with the place', (_, value, message) => expect(() => resolved(value)).toThrow(message));

it('leaves whatever has no intrinsics as it is', () => {
  const plain = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string().filter((text) => !text.includes('{{resolve:')),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc
          .string({ minLength: 1 })
          .filter((key) => key !== 'Ref' && !key.startsWith('Fn::') && key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;
  fc.assert(fc.property(plain, (value) => expect(resolved(value)).toEqual(value)));
});

it('joins what it splits', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (text, separator) => {
      fc.pre(!text.includes('{{resolve:'));
      expect(resolved({ 'Fn::Join': [separator, { 'Fn::Split': [separator, text] }] })).toBe(text);
    }),
  );
});
