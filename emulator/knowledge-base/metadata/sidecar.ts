import { type Attributes, type AttributeValue, attributeValue } from './attributes';

/** Which columns of a CSV file are text and which are metadata, record by record. */
export interface RecordStructure {
  readonly contentField: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** What a `<file>.metadata.json` says. */
export interface Sidecar {
  readonly attributes: Attributes;
  /** Names of the attributes that are embedded with the text. */
  readonly embedded: readonly string[];
  readonly records?: RecordStructure;
}

export const sidecarSuffix = '.metadata.json';
export const noSidecar: Sidecar = { attributes: {}, embedded: [] };

/** User guide, knowledge-base-ds: a metadata file has at most 10 KB. */
const largestSidecar = 10 * 1024;

const typedFields: Readonly<Record<string, string>> = {
  STRING: 'stringValue',
  NUMBER: 'numberValue',
  BOOLEAN: 'booleanValue',
  STRING_LIST: 'stringListValue',
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a sidecar in either documented form: plain values, or typed ones with `includeForEmbedding`. Throws an
 * Error that names the attribute.
 * docs.aws.amazon.com/bedrock/latest/userguide/s3-data-source-connector.html and kb-metadata.html
 */
export function readSidecar(json: Uint8Array): Sidecar {
  if (json.length > largestSidecar) {
    throw new Error(`it has ${json.length} bytes, and ${largestSidecar} are the most`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    throw new Error(`it is no JSON: ${(error as Error).message}`);
  }
  const { metadataAttributes, documentStructureConfiguration } = isObject(parsed) ? parsed : {};
  if (!isObject(metadataAttributes) && documentStructureConfiguration === undefined) {
    throw new Error('it has no object metadataAttributes');
  }
  const attributes: Record<string, AttributeValue> = {};
  const embedded: string[] = [];
  for (const [name, given] of Object.entries(isObject(metadataAttributes) ? metadataAttributes : {})) {
    const plain = isObject(given) ? typedValue(name, given.value) : given;
    const read = attributeValue(plain);
    if ('problem' in read) throw new Error(`${name} ${read.problem}`);
    attributes[name] = read.value;
    if (isObject(given) && given.includeForEmbedding === true) embedded.push(name);
  }
  const records = recordsOf(documentStructureConfiguration);
  return { attributes, embedded, ...(records && { records }) };
}

function typedValue(name: string, value: unknown): unknown {
  const { type, ...fields } = isObject(value) ? value : {};
  const field = typedFields[String(type)];
  if (field === undefined) {
    throw new Error(`${name} has the type ${type}, which is none of ${Object.keys(typedFields).join(', ')}`);
  }
  if (fields[field] === undefined) throw new Error(`${name} has the type ${type} and no ${field}`);
  return fields[field];
}

function recordsOf(configuration: unknown): RecordStructure | undefined {
  if (configuration === undefined) return undefined;
  const at = 'documentStructureConfiguration';
  const { type, recordBasedStructureMetadata } = isObject(configuration) ? configuration : {};
  if (type !== 'RECORD_BASED_STRUCTURE_METADATA' || !isObject(recordBasedStructureMetadata)) {
    throw new Error(`${at}.type is not RECORD_BASED_STRUCTURE_METADATA`);
  }
  const { contentFields, metadataFieldsSpecification } = recordBasedStructureMetadata;
  const [contentField, ...more] = namesOf(contentFields, `${at}.contentFields`) ?? [];
  if (contentField === undefined || more.length > 0)
    throw new Error(`${at}.contentFields must have one field`);
  const { fieldsToInclude, fieldsToExclude } = isObject(metadataFieldsSpecification)
    ? metadataFieldsSpecification
    : {};
  const include = namesOf(fieldsToInclude, `${at}.fieldsToInclude`);
  const exclude = namesOf(fieldsToExclude, `${at}.fieldsToExclude`);
  return { contentField, ...(include && { include }), ...(exclude && { exclude }) };
}

function namesOf(fields: unknown, at: string): string[] | undefined {
  if (fields === undefined) return undefined;
  const names = Array.isArray(fields)
    ? fields.map((field) => (isObject(field) ? field.fieldName : field))
    : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw new Error(`${at} must be a list of {"fieldName": "…"}`);
  }
  return names;
}
