import fc from 'fast-check';
import { stringify } from 'yaml';
import { readFrontMatter } from '../../../scripts/sync/content/front-matter';
import { lintSidecar } from '../../../scripts/sync/content/lint-sidecar';
import { sidecarText, toSidecar } from '../../../scripts/sync/content/sidecar';

describe('front matter', () => {
  it.each([
    ['---\ntitle: Returns\n---\n\n# Returns\n', '# Returns\n', { title: 'Returns' }],
    ['---\r\ntitle: Returns\r\n---\r\nText\r\n', 'Text\r\n', { title: 'Returns' }],
    ['\uFEFF---\ntitle: Returns\n---\nText', 'Text', { title: 'Returns' }],
    ['---\ntitle: Returns\n...\nText', 'Text', { title: 'Returns' }],
    ['---\n---\nText', 'Text', {}],
    ['---\n# nothing yet\n---\nText', 'Text', {}],
    ['---\neffectiveFrom: 2026-09-01\n---\nText', 'Text', { effectiveFrom: '2026-09-01' }],
  ])('of %j is taken off', (text, body, attributes) => {
    expect(readFrontMatter(text)).toEqual({ body, attributes });
  });

  it.each([
    '# Returns\n\n---\na: b\n---\n',
    '---\n\nA paragraph between two rules.\n\n---\n\nMore.\n',
    '---\ntitle: never closed\n',
    '----\ntitle: four dashes\n----\n',
    '---\n- a list\n---\n',
    '',
  ])('is not seen in %j', (text) => {
    expect(readFrontMatter(text)).toEqual({ body: text });
  });

  it.each([
    ['---\ntitle: "open\n---\nText', /quote|closing/i],
    ['---\ntitle: a\ntitle: b\n---\nText', /unique/],
    ['---\na: &x 1\nb: *x\n---\nText', /alias/i],
  ])('of %j is refused with a reason', (text, reason) => {
    expect(readFrontMatter(text).problem).toMatch(reason);
    expect(readFrontMatter(text).attributes).toBeUndefined();
  });

  const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/).filter((text) => text !== '__proto__');
  const text = fc.string({ minLength: 1, maxLength: 30 });
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((number) => number + 0),
    fc.boolean(),
    fc.array(text, { minLength: 1, maxLength: 10 }),
  );

  it('becomes a sidecar that says the same, whatever the values are', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 5 }), fc.string(), (attributes, rest) => {
        const body = `Text ${rest}`;
        const read = readFrontMatter(`---\n${stringify(attributes)}---\n${body}`);
        expect(read).toEqual({ body, attributes: { ...attributes } });
        const sidecar = toSidecar(read.attributes ?? {});
        if (!('metadataAttributes' in sidecar)) throw new Error(sidecar.join());
        expect(lintSidecar(sidecarText(sidecar))).toEqual({ problems: [], attributes: read.attributes });
      }),
    );
  });
});
