/** A value in DynamoDB's types: `{ S: 'text' }`. */
export type AttributeValue = Readonly<Partial<Record<'S' | 'N' | 'B', unknown>>>;

/** Keys are texts, numbers or bytes; a condition compares texts. */
export const textOf = ({ S, N, B }: AttributeValue): string => String(S ?? N ?? B);

interface KeyCondition {
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
  readonly KeyConditions?: Readonly<
    Record<string, { readonly AttributeValueList?: readonly AttributeValue[] }>
  >;
}

/** What a Query wants its partition key to be. A partition key can only be compared by `=`. */
export function leadingKeyIn(
  { KeyConditionExpression = '', KeyConditions, ...names }: KeyCondition,
  partitionKey: string,
): AttributeValue | undefined {
  const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = names;
  for (const [, name = '', value = ''] of KeyConditionExpression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((ExpressionAttributeNames[name] ?? name) === partitionKey) return ExpressionAttributeValues[value];
  }
  for (const [, value = '', name = ''] of KeyConditionExpression.matchAll(/(:\w+)\s*=\s*([#\w.-]+)/g)) {
    if ((ExpressionAttributeNames[name] ?? name) === partitionKey) return ExpressionAttributeValues[value];
  }
  return KeyConditions?.[partitionKey]?.AttributeValueList?.[0];
}
