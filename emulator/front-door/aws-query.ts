import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from './operation';
import { operationsOf, statusOf } from './sdk-schemas';
import { violations } from './validate';
import type { Match, Protocol, WireReply } from './wire';

export interface AwsQueryProps {
  readonly sdkPackage: object;
  readonly namespace: string;
  readonly xmlNamespace: string;
}

/** awsQuery: a form in, XML out, by the schemas that the service's SDK package itself carries. */
export function awsQuery({ sdkPackage, namespace, xmlNamespace }: AwsQueryProps): Protocol {
  const operations = operationsOf(sdkPackage);
  const schemas = ({ operation }: Match) => {
    const found = operations.get(operation);
    if (!found) throw new Error(`${namespace} has no operation ${operation}`);
    return found;
  };
  const structure = (name: string, members: Record<string, unknown>) =>
    [3, namespace, name, 0, Object.keys(members), Object.values(members)] as const;
  const document = (status: number, schema: unknown, value: object): WireReply => {
    const timestampFormat = { useTrait: true, default: 5 as const };
    const serializer = new XmlShapeSerializer({ timestampFormat, xmlNamespace, serviceNamespace: namespace });
    serializer.write(schema as never, value);
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${serializer.flush()}`;
    return { status, headers: { 'content-type': 'text/xml' }, body: xml };
  };
  const metadata = structure('ResponseMetadata', { RequestId: 0 });
  const failure = structure('ErrorResponse', {
    Error: structure('Error', { Type: 0, Code: 0, Message: 0 }),
    RequestId: 0,
  });
  return {
    operations: new Set(operations.keys()),

    match({ body }) {
      const operation = new URLSearchParams(Buffer.from(body).toString()).get('Action') ?? '';
      return operations.has(operation) ? { operation, labels: {} } : undefined;
    },
    decode(match, { body }) {
      const form = new URLSearchParams(Buffer.from(body).toString());
      const { input } = schemas(match);
      const value = (input.isStructSchema() && readForm(input, form, '')) || {};
      const found = input.isStructSchema() ? violations(input, value) : [];
      if (found.length > 0) throw new ServiceError('ValidationError', found.join('; '));
      return value as object;
    },
    encode(match, output, requestId) {
      const schema = schemas(match).output;
      const found = schema.isStructSchema() ? violations(schema, output) : [];
      if (found.length > 0) throw new Error(`The answer of ${match.operation}: ${found.join('; ')}`);
      const result = `${match.operation}Result`;
      const response = structure(`${match.operation}Response`, {
        ...(schema.isStructSchema() && { [result]: schema.getSchema() }),
        ResponseMetadata: metadata,
      });
      return document(200, response, { [result]: output, ResponseMetadata: { RequestId: requestId } });
    },
    encodeError({ name, message, status = statusOf(namespace, name) }, requestId) {
      const Type = status < 500 ? 'Sender' : 'Receiver';
      return document(status, failure, {
        Error: { Type, Code: name, Message: message },
        RequestId: requestId,
      });
    },
  };
}

/** A value out of the form's flat names: `Tags.member.1.Key`. Undefined when nothing begins with the prefix. */
function readForm(schema: NormalizedSchema, form: URLSearchParams, prefix: string): unknown {
  const below = (name: string) => (prefix ? `${prefix}.${name}` : name);
  const exists = (name: string) => [...form.keys()].some((key) => key === name || key.startsWith(`${name}.`));
  if (prefix && !exists(prefix)) return undefined;
  if (schema.isStructSchema()) {
    const members = Object.entries(schema.getMemberSchemas()).map(
      ([name, member]) =>
        [name, readForm(member, form, below(member.getMergedTraits().xmlName ?? name))] as const,
    );
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  if (schema.isListSchema()) {
    const items: unknown[] = [];
    for (let n = 1; exists(`${prefix}.member.${n}`); n++) {
      items.push(readForm(schema.getValueSchema(), form, `${prefix}.member.${n}`));
    }
    return items;
  }
  const text = form.get(prefix) ?? '';
  if (schema.isNumericSchema()) return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (schema.isBooleanSchema()) return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
