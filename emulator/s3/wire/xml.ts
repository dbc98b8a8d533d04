import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { malformedXml } from '../s3-error';

const xmlNamespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const settings = {
  timestampFormat: { useTrait: true, default: 5 as const },
  xmlNamespace,
  serviceNamespace: 'com.amazonaws.s3',
};
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A key may hold what XML 1.0 cannot; S3 writes it as a reference all the same, and its clients read that. */
const escapeControls = (xml: string) =>
  xml.replace(/(?![\t\n\r])\p{Cc}/gu, (character) => `&#x${character.codePointAt(0)?.toString(16)};`);

/** A document by its schema in the SDK's package. */
export function writeXml(schema: NormalizedSchema, value: object): string {
  const serializer = new XmlShapeSerializer(settings);
  serializer.write(schema as never, value);
  return `${head}${escapeControls(String(serializer.flush()))}\n`;
}

/** The value of a document. Throws MalformedXML. */
export function readXml(schema: NormalizedSchema, xml: Uint8Array): unknown {
  try {
    return new XmlShapeDeserializer(settings).read(schema as never, plainAstral(xml));
  } catch {
    throw malformedXml();
  }
}

/** The SDK's parser takes a reference for one UTF-16 unit: what needs two is put in as it is. */
function plainAstral(xml: Uint8Array): Uint8Array {
  const text = Buffer.from(xml).toString();
  const replaced = text.replace(/&#(?:x([0-9a-f]{5,6})|(\d{5,7}));/gi, (reference, hex, decimal) => {
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0xffff && point <= 0x10ffff ? String.fromCodePoint(point) : reference;
  });
  return Buffer.from(replaced);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xd;' };
const escapeText = (text: string) =>
  escapeControls(text.replace(/[&<>\r]/g, (found) => escapes[found] ?? found));

/** `Error` has no schema of its own. */
export function writeError(fields: Readonly<Record<string, unknown>>): string {
  const elements = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${escapeText(String(value))}</${name}>`);
  return `${head}<Error>${elements.join('')}</Error>\n`;
}

/** GetBucketLocation's answer is a text where its schema has a structure. */
export const writeLocation = (region: string | undefined): string =>
  `${head}<LocationConstraint xmlns="${xmlNamespace}">${escapeText(region ?? '')}</LocationConstraint>\n`;
