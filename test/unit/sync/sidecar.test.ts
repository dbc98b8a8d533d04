import fc from 'fast-check';
import { lintSidecar } from '../../../scripts/sync/content/lint-sidecar';
import { toSidecar, typed } from '../../../scripts/sync/content/sidecar';
import { sidecarNameProblem } from '../../../scripts/sync/content/sidecar-name';

it("types values in Bedrock's words, and embeds the title alone", () => {
  const given = { title: 'Returns', version: 3, customerFacing: true, countries: ['EU', 'GB'] };
  expect(toSidecar(given)).toEqual({
    metadataAttributes: {
      title: { value: { type: 'STRING', stringValue: 'Returns' }, includeForEmbedding: true },
      version: { value: { type: 'NUMBER', numberValue: 3 }, includeForEmbedding: false },
      customerFacing: { value: { type: 'BOOLEAN', booleanValue: true }, includeForEmbedding: false },
      countries: {
        value: { type: 'STRING_LIST', stringListValue: ['EU', 'GB'] },
        includeForEmbedding: false,
      },
    },
  });
});

it.each<[unknown, RegExp]>([
  [null, /^sku has no value/],
  ['', /^sku is empty/],
  [[], /^sku is an empty list/],
  [[1, 2], /^sku holds something else than texts/],
  [Array(11).fill('x'), /^sku has 11 entries/],
  [{ a: 1 }, /^sku is nested/],
  [2 ** 60, /^sku is too long to be exact: quote it/],
  [Number.NaN, /^sku is no finite number/],
  ['x'.repeat(2_049), /^sku has 2049 characters/],
])('refuses the value %j by the name of its attribute', (value, reason) => {
  expect(toSidecar({ sku: value })).toContainEqual(expect.stringMatching(reason));
});

it('takes 2,048 bytes of values and not one more', () => {
  const sized = (bytes: number) => ({
    a: 'é'.repeat(500),
    b: 'x'.repeat(bytes - 1_000 - '{"a":"","b":""}'.length),
  });
  expect(toSidecar(sized(2_048))).toHaveProperty('metadataAttributes');
  expect(toSidecar(sized(2_049))).toEqual([expect.stringContaining('2049 bytes')]);
});

it('refuses the names that Bedrock keeps for itself, and more than 35 attributes', () => {
  const many = Object.fromEntries(Array.from({ length: 36 }, (_, at) => [`a${at}`, at]));
  expect(toSidecar({ 'x-amz-bedrock-kb-source-uri': 'x' })).toEqual([
    expect.stringContaining('keeps for itself'),
  ]);
  expect(toSidecar(many)).toEqual([expect.stringContaining('36 attributes')]);
});

const attribute = (value: unknown, rest: object = { includeForEmbedding: false }) =>
  JSON.stringify({ metadataAttributes: { sku: { value, ...rest } } });

it.each([
  ['{', /no JSON/],
  ['[]', /no object metadataAttributes/],
  ['{"attributes":{}}', /no object metadataAttributes/],
  [attribute({ type: 'TEXT', stringValue: 'x' }), /sku has type "TEXT"/],
  [attribute({ type: 'STRING', numberValue: 1 }), /sku has type STRING, which needs stringValue/],
  [attribute({ type: 'NUMBER', numberValue: '1' }), /sku has type NUMBER, and a numberValue of another type/],
  [attribute({ type: 'STRING', stringValue: 'x', numberValue: 1 }), /nothing else/],
  [attribute('x'), /sku has no object value/],
  [attribute({ type: 'STRING', stringValue: 'x' }, { includeForEmbedding: 'yes' }), /neither true nor false/],
  [attribute({ type: 'STRING', stringValue: 'x' }, { embed: true }), /field embed/],
  [`{"metadataAttributes":{"a":"${'x'.repeat(11_000)}"}}`, /Bedrock takes 10240/],
])('says what is wrong with %s', (text, reason) => {
  expect(lintSidecar(text).problems).toEqual([expect.stringMatching(reason)]);
});

it('takes the form with plain values, too', () => {
  const metadataAttributes = { title: 'Returns', version: 3, open: false, tags: ['a'] };
  expect(lintSidecar(JSON.stringify({ metadataAttributes }))).toEqual({
    problems: [],
    attributes: metadataAttributes,
  });
});

it('takes the description of a CSV file without attributes', () => {
  const text = '{"documentStructureConfiguration":{"type":"RECORD_BASED_STRUCTURE_METADATA"}}';
  expect(lintSidecar(text)).toEqual({ problems: [], attributes: {} });
});

it('never throws, whatever a sidecar or a value is', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(['string', 'object']).toContain(typeof typed(value));
      lintSidecar(JSON.stringify({ metadataAttributes: value }) ?? '');
      lintSidecar(JSON.stringify({ metadataAttributes: { a: value } }) ?? '');
    }),
  );
});

it.each([
  ['a/guide.metadata.json', 'for a/guide.md its name is guide.md.metadata.json'],
  ['a/Guide.md.metadata.json', 'for a/guide.md its name is guide.md.metadata.json'],
  ['a/guied.md.metadata.json', 'for a/guide.md its name is guide.md.metadata.json'],
  ['b/guide.md.metadata.json', 'remove it, or add the document'],
])('finds what %s was meant for', (file, mend) => {
  expect(sidecarNameProblem(file, new Set(['a/guide.md', 'a/other.pdf']))).toContain(mend);
});
