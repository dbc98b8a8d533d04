export const sidecarSuffix = '.metadata.json';

/** A value as Bedrock types it: docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_MetadataAttributeValue.html */
export type AttributeValue =
  | { readonly type: 'STRING'; readonly stringValue: string }
  | { readonly type: 'NUMBER'; readonly numberValue: number }
  | { readonly type: 'BOOLEAN'; readonly booleanValue: boolean }
  | { readonly type: 'STRING_LIST'; readonly stringListValue: readonly string[] };

export interface Sidecar {
  readonly metadataAttributes: Readonly<
    Record<string, { readonly value: AttributeValue; readonly includeForEmbedding: boolean }>
  >;
}

/** Limits of MetadataAttributeValue. */
const longestString = 2_048;
const longestList = 10;
/** User guide, knowledge-base-ds: a metadata file has at most 10 KB. */
export const largestSidecar = 10 * 1024;
/** S3 Vectors user guide, limitations: bytes of filterable metadata for each vector. */
const largestMetadata = 2_048;
/** Bedrock user guide, knowledge-base-setup: custom metadata with S3 Vectors as the store, in bytes and in keys. */
export const documentedMetadata = 1_024;
const mostAttributes = 35;
/** Bedrock's own attributes begin like this. */
const reserved = /^(x-amz-bedrock|AMAZON_BEDROCK)/i;

/** The attribute whose words help to find the passage, so that they are embedded with it. */
const embedded = 'title';

/** Plain attributes as a sidecar, or what is wrong with them, each sentence naming its attribute. */
export function toSidecar(attributes: Readonly<Record<string, unknown>>): Sidecar | readonly string[] {
  const problems: string[] = [];
  const entries = Object.entries(attributes).map(([name, given]) => {
    const value = typed(given);
    if (typeof value === 'string') problems.push(`${name} ${value}`);
    return [name, { value, includeForEmbedding: name === embedded }] as const;
  });
  problems.push(...sizeProblems(attributes));
  if (problems.length > 0) return problems;
  return { metadataAttributes: Object.fromEntries(entries) as Sidecar['metadataAttributes'] };
}

/** A plain value with its type, or what is wrong with it. */
export function typed(value: unknown): AttributeValue | string {
  if (typeof value === 'string') {
    const problem = stringProblem(value);
    return problem ?? { type: 'STRING', stringValue: value };
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'is no finite number';
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'is too long to be exact: quote it';
    return { type: 'NUMBER', numberValue: value };
  }
  if (typeof value === 'boolean') return { type: 'BOOLEAN', booleanValue: value };
  if (value === null || value === undefined) return 'has no value: give one, or leave it out';
  if (!Array.isArray(value))
    return 'is nested: an attribute is a text, a number, true or false, or a list of texts';
  if (value.length === 0) return 'is an empty list: leave it out';
  if (value.length > longestList) return `has ${value.length} entries: Bedrock takes ${longestList}`;
  const list: unknown[] = value;
  if (!list.every((entry) => typeof entry === 'string'))
    return 'holds something else than texts: quote its entries';
  const problem = list.map(stringProblem).find((found) => found !== undefined);
  return problem ?? { type: 'STRING_LIST', stringListValue: list };
}

function stringProblem(value: string): string | undefined {
  if (value === '') return 'is empty: leave it out';
  return value.length > longestString
    ? `has ${value.length} characters: Bedrock takes ${longestString}`
    : undefined;
}

/** What is wrong with names, number and size of plain attributes. */
export function sizeProblems(attributes: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(attributes);
  const size = metadataSize(attributes);
  return [
    ...names
      .filter((name) => reserved.test(name))
      .map((name) => `${name} is a name that Bedrock keeps for itself`),
    ...(names.includes('') ? ['an attribute has no name'] : []),
    ...(names.length > mostAttributes
      ? [`it has ${names.length} attributes: Bedrock takes ${mostAttributes} with S3 Vectors`]
      : []),
    ...(size > largestMetadata
      ? [`its values have ${size} bytes: a vector takes ${largestMetadata} of filterable metadata`]
      : []),
  ];
}

/** Bytes of plain attributes as JSON, which is how the store counts them to our knowledge. */
export const metadataSize = (attributes: Readonly<Record<string, unknown>>): number =>
  Buffer.byteLength(JSON.stringify(attributes));

export const sidecarText = (sidecar: Sidecar): string => `${JSON.stringify(sidecar, null, 2)}\n`;
