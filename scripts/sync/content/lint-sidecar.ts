import { type AttributeValue, largestSidecar, sizeProblems, typed } from './sidecar';

export interface LintedSidecar {
  readonly problems: readonly string[];
  /** Its attributes as plain values, as far as they can be read. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Examines a `.metadata.json` that somebody wrote, which is uploaded as it is. Both documented forms are taken:
 * plain values, and typed ones with `includeForEmbedding`.
 * docs.aws.amazon.com/bedrock/latest/userguide/s3-data-source-connector.html
 */
export function lintSidecar(text: string): LintedSidecar {
  const nothing = (problem: string): LintedSidecar => ({ problems: [problem], attributes: {} });
  const bytes = Buffer.byteLength(text);
  if (bytes > largestSidecar) return nothing(`it has ${bytes} bytes: Bedrock takes ${largestSidecar}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return nothing(`it is no JSON: ${(error as Error).message}`);
  }
  const { metadataAttributes, documentStructureConfiguration } = isObject(parsed) ? parsed : {};
  // The sidecar of a CSV file may say no more than which column is the text.
  const given = metadataAttributes === undefined && documentStructureConfiguration ? {} : metadataAttributes;
  if (!isObject(given)) return nothing('it has no object metadataAttributes');
  const problems: string[] = [];
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const read = isObject(value) ? readTyped(value) : typed(value);
    if (typeof read === 'string') problems.push(`${name} ${read}`);
    else attributes[name] = plain(read);
  }
  return { problems: [...problems, ...sizeProblems(attributes)], attributes };
}

const fields = {
  STRING: 'stringValue',
  NUMBER: 'numberValue',
  BOOLEAN: 'booleanValue',
  STRING_LIST: 'stringListValue',
} as const;

const isType = (type: unknown): type is keyof typeof fields => typeof type === 'string' && type in fields;

function readTyped({
  value,
  includeForEmbedding,
  ...rest
}: Record<string, unknown>): AttributeValue | string {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `has a field ${unknown} that Bedrock does not know`;
  if (!isObject(value)) return 'has no object value with type';
  if (includeForEmbedding !== undefined && typeof includeForEmbedding !== 'boolean') {
    return 'has an includeForEmbedding that is neither true nor false';
  }
  const { type, ...values } = value;
  if (!isType(type))
    return `has type ${JSON.stringify(type)}: it is one of ${Object.keys(fields).join(', ')}`;
  const field = fields[type];
  const names = Object.keys(values);
  if (names.length !== 1 || names[0] !== field)
    return `has type ${type}, which needs ${field} and nothing else`;
  const read = typed(values[field]);
  if (typeof read === 'string') return read;
  return read.type === type ? read : `has type ${type}, and a ${field} of another type`;
}

function plain(value: AttributeValue): unknown {
  switch (value.type) {
    case 'STRING':
      return value.stringValue;
    case 'NUMBER':
      return value.numberValue;
    case 'BOOLEAN':
      return value.booleanValue;
    case 'STRING_LIST':
      return value.stringListValue;
  }
}
