import seed from '../../../../functions/orders/seed.json';
import { orderStatuses } from '../../../../schemas/orders';
import { corpusFiles, readFrontMatter, readSidecar, readText, sidecarSuffix } from './corpus-files';

const files = corpusFiles();
const documents = files.filter(({ file }) => !file.endsWith(sidecarSuffix));
const texts = new Map<string, string>();

beforeAll(async () => {
  for (const { file } of documents) texts.set(file, await readText(file));
});

const named = (files: readonly { file: string }[]) => files.map(({ file }) => file);
const textOf = (file: string) => texts.get(file) ?? '';

describe('documents', () => {
  it('are at least 27, mostly Markdown, with exactly one of each other type', () => {
    expect(documents.length).toBeGreaterThanOrEqual(27);
    const others = documents.filter(({ extension }) => extension !== '.md');
    expect(others.map(({ extension }) => extension).sort()).toEqual(['.csv', '.docx', '.html', '.pdf']);
  });

  // Bedrock takes 50 MB; what is committed here is meant to be cloned.
  it('are small', () => {
    expect(named(documents.filter(({ bytes }) => bytes < 500 || bytes > 100_000))).toEqual([]);
  });

  it('hold text that can be read', () => {
    const short = documents.filter(({ file }) => textOf(file).split(/\s+/).length < 150);
    expect(named(short)).toEqual([]);
    expect(named(documents.filter(({ file }) => textOf(file).includes('\uFFFD')))).toEqual([]);
  });

  // A run of words is found in a PDF too, whose text has no paragraphs.
  it('share no paragraph, sentence or table row: no twelve words in a row over 60 characters', () => {
    const places = new Map<string, Set<string>>();
    for (const [file, text] of texts) {
      const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
      for (let at = 0; at + 12 <= words.length; at++) {
        const run = words.slice(at, at + 12).join(' ');
        if (run.length > 60) places.set(run, (places.get(run) ?? new Set()).add(file));
      }
    }
    const shared = [...places].filter(([, where]) => where.size > 1);
    expect(shared.map(([run, where]) => `${[...where].join(', ')}: ${run}`)).toEqual([]);
  });
});

type Value = string | number | boolean | readonly string[];

/** What Bedrock's MetadataAttributeValue can hold: a list has 1 to 10 strings, a string 1 to 2,048 characters. */
function isTyped(value: unknown): value is Value {
  if (Array.isArray(value)) {
    return value.length >= 1 && value.length <= 10 && value.every((item) => typeof item === 'string' && item);
  }
  if (typeof value === 'string') return value.length >= 1 && value.length <= 2048;
  return typeof value === 'boolean' || Number.isFinite(value);
}

interface SidecarAttribute {
  readonly value: { readonly type: string } & Readonly<Record<string, unknown>>;
  readonly includeForEmbedding: boolean;
}

const valueKeys: Readonly<Record<string, string>> = {
  STRING: 'stringValue',
  NUMBER: 'numberValue',
  BOOLEAN: 'booleanValue',
  STRING_LIST: 'stringListValue',
};

/** A sidecar's attributes as plain values. */
function plain(sidecar: unknown): Record<string, unknown> {
  const { metadataAttributes } = sidecar as { metadataAttributes: Record<string, SidecarAttribute> };
  return Object.fromEntries(
    Object.entries(metadataAttributes).map(([name, { value, includeForEmbedding }]) => {
      expect(typeof includeForEmbedding).toBe('boolean');
      expect(Object.keys(value)).toEqual(['type', valueKeys[value.type]]);
      return [name, value[valueKeys[value.type] ?? '']];
    }),
  );
}

describe('metadata', () => {
  it('is in the front matter of Markdown, and in a sidecar for everything else', () => {
    const withSidecar = files.filter(({ file }) => file.endsWith(sidecarSuffix));
    const expected = documents.filter(({ extension }) => extension !== '.md');
    expect(named(withSidecar)).toEqual(named(expected).map((file) => file + sidecarSuffix));
  });

  it.each(documents)('of $file has typed values that fit the store', ({ file, extension }) => {
    const attributes = extension === '.md' ? readFrontMatter(file) : plain(readSidecar(file));
    expect(attributes).toEqual({
      title: expect.any(String),
      category: expect.any(String),
      audience: expect.stringMatching(/^(customers|business|staff)$/),
      countries: expect.any(Array),
      effectiveFrom: expect.stringMatching(/^2026-\d\d-\d\d$/),
      version: expect.any(Number),
      customerFacing: expect.any(Boolean),
    });
    const values = Object.values(attributes as object);
    expect(values.filter((value) => !isTyped(value))).toEqual([]);
    // S3 Vectors takes 2,048 bytes of filterable metadata for each vector.
    expect(Buffer.byteLength(JSON.stringify(attributes))).toBeLessThanOrEqual(2048);
  });
});

describe('agreement with the shop that the seed describes', () => {
  it('names every carrier, with the form of its tracking numbers', () => {
    const rows = textOf('delivery/carriers-and-tracking.md').split('\n');
    const shapeOf = (number: string) => number.replace(/\d/g, '0').replace(/[A-Z]/g, 'A');
    for (const order of seed) {
      if (order.carrier === undefined || order.trackingNumber === undefined) continue;
      const row = rows.find(
        (line) => line.startsWith(`| ${order.carrier} |`) && line.split('|').length === 6,
      );
      const example = row?.split('|')[4]?.trim() ?? '';
      // UPS mixes letters and digits, so that only its length is fixed.
      const shape = order.carrier === 'UPS' ? (text: string) => `${text.length}` : shapeOf;
      expect(`${order.carrier} ${shape(order.trackingNumber)}`).toBe(`${order.carrier} ${shape(example)}`);
    }
  });

  it('names the statuses of an order and no other', () => {
    const rows = textOf('orders/order-statuses.md').matchAll(/^\| ([A-Z]{4,}) \|/gm);
    expect([...rows].map(([, status]) => status)).toEqual([...orderStatuses]);
  });

  it('names only articles that are sold', () => {
    const sold = new Set(seed.flatMap(({ items }) => items.map(({ sku }) => sku)));
    const mentioned = [...texts.values()].flatMap((text) => text.match(/\b[A-Z]{3}-\d{3}\b/g) ?? []);
    expect(mentioned.length).toBeGreaterThan(0);
    expect(mentioned.filter((sku) => !sold.has(sku))).toEqual([]);
  });

  it('names every currency', () => {
    const currencies = [...new Set(seed.map(({ total }) => total.currency))].sort();
    const [list = ''] = /currency of the order, [^.]+/.exec(textOf('orders/refunds.md')) ?? [];
    expect((list.match(/[A-Z]{3}/g) ?? []).sort()).toEqual(currencies);
  });
});
