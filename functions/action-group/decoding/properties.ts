import { type Call, type Fields, invalid, isFields } from '../call';
import type { Problem } from '../errors';
import type { Property } from '../event';

/** The arguments as they came, path, query and body alike; a problem where they are not in Bedrock's form. */
export function readProperties(event: unknown, { form }: Call): Property[] | Problem {
  const fields = event as Fields;
  if (form.type === 'gateway') return Object.entries(fields).map(([name, value]) => ({ name, value }));
  const given: Property[] = [];
  const { parameters, requestBody } = fields;
  return addProperties(given, parameters, 'parameters') ?? addBody(given, requestBody) ?? given;
}

function addBody(given: Property[], requestBody: unknown): Problem | undefined {
  if (isAbsent(requestBody)) return undefined;
  if (!isFields(requestBody)) return invalid('requestBody must be an object.');
  const { content } = requestBody;
  if (isAbsent(content)) return undefined;
  if (!isFields(content)) return invalid('requestBody.content must be an object.');
  for (const [contentType, body] of Object.entries(content)) {
    if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
      return invalid('requestBody.content must be application/json and nothing else.');
    }
    const where = 'requestBody.content["application/json"]';
    if (!isFields(body)) return invalid(`${where} must be an object.`);
    const problem = addProperties(given, body.properties, `${where}.properties`);
    if (problem) return problem;
  }
  return undefined;
}

function addProperties(given: Property[], list: unknown, where: string): Problem | undefined {
  if (isAbsent(list)) return undefined;
  const refuse = () => invalid(`${where} must be a list of {"name", "type", "value"}.`);
  if (!Array.isArray(list)) return refuse();
  for (const property of list as unknown[]) {
    if (!isFields(property)) return refuse();
    const { name, value } = property;
    if (typeof name !== 'string') return refuse();
    given.push({ name, value });
  }
  return undefined;
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;
