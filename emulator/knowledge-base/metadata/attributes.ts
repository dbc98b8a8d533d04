/** A metadata attribute's value. */
export type AttributeValue = string | number | boolean | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The attributes of Bedrock's own, in Retrieve's answers and in filters. */
export const ownAttributes = {
  sourceUri: 'x-amz-bedrock-kb-source-uri',
  chunkId: 'x-amz-bedrock-kb-chunk-id',
  dataSourceId: 'x-amz-bedrock-kb-data-source-id',
  pageNumber: 'x-amz-bedrock-kb-document-page-number',
} as const;

/** A value of the right kind, or what is wrong with it. */
export function attributeValue(
  value: unknown,
): { readonly value: AttributeValue } | { readonly problem: string } {
  if (typeof value === 'string' || typeof value === 'boolean') return { value };
  if (typeof value === 'number' && Number.isFinite(value)) return { value };
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return { value };
  return { problem: 'is no string, number, boolean or list of strings' };
}
