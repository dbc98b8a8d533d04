import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';

/** A modelled operation, as the SDK package ships it: [9, namespace, name, traits, input, output]. */
type OperationSchema = [9, string, string, { http: [string, string, number] }, () => never, () => never];

export interface Route {
  readonly name: string;
  readonly method: string;
  readonly status: number;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly schema: OperationSchema;
}

const frames = new EventStreamCodec(toUtf8, fromUtf8);
const header = (value: string) => ({ type: 'string' as const, value });

/** Serialises one service's requests and answers by the schemas that the SDK package itself carries. */
export class RestJsonService {
  private readonly codec;
  readonly routes: readonly Route[];

  constructor(sdkPackage: object, namespace: string) {
    const protocol = new AwsRestJsonProtocol({ defaultNamespace: namespace } as never);
    protocol.setSerdeContext({
      base64Decoder: fromBase64,
      base64Encoder: toBase64,
      utf8Decoder: fromUtf8,
      utf8Encoder: toUtf8,
    } as never);
    this.codec = protocol.getPayloadCodec();
    this.routes = Object.values(sdkPackage)
      .filter((value): value is OperationSchema => Array.isArray(value) && value[0] === 9)
      .map((schema) => {
        const [method, uri, status] = schema[3].http;
        const labels: string[] = [];
        const pattern = (uri.split('?')[0] ?? '')
          .replace(/\/$/, '')
          .replace(/\{([^}+]+)(\+?)\}/g, (_, name, greedy) => {
            labels.push(name);
            return greedy ? '(.+)' : '([^/]+)';
          });
        return { name: schema[2], method, status, labels, schema, path: new RegExp(`^${pattern}/?$`) };
      });
  }

  match(method: string, pathname: string): { route: Route; labels: Record<string, string> } | undefined {
    for (const route of this.routes) {
      if (route.method !== method) continue;
      const values = route.path.exec(pathname);
      if (!values) continue;
      const labels = route.labels.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? '')]);
      return { route, labels: Object.fromEntries(labels) };
    }
    return undefined;
  }

  async input(
    route: Route,
    labels: Record<string, string>,
    body: Uint8Array,
  ): Promise<Record<string, unknown>> {
    const schema = NormalizedSchema.of(route.schema[4]());
    const input = body.length > 0 ? await this.codec.createDeserializer().read(schema, body as never) : {};
    return { ...(input as object), ...labels };
  }

  headersOf(route: Route, output: Record<string, unknown>): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const [name, member] of NormalizedSchema.of(route.schema[5]()).structIterator()) {
      const { httpHeader } = member.getMergedTraits();
      if (httpHeader && output[name] !== undefined) headers[httpHeader.toLowerCase()] = String(output[name]);
    }
    return headers;
  }

  /** One frame of the operation's event stream. */
  frame(route: Route, event: Record<string, unknown>): Uint8Array {
    const [name = ''] = Object.keys(event);
    for (const [, member] of NormalizedSchema.of(route.schema[5]()).structIterator()) {
      if (!member.isStreaming()) continue;
      const eventSchema = member.getMemberSchemas()[name];
      if (!eventSchema) break;
      const serializer = this.codec.createSerializer();
      serializer.write(eventSchema, event[name]);
      const payload: string | Uint8Array = serializer.flush();
      return frames.encode({
        headers: {
          ':message-type': header('event'),
          ':event-type': header(name),
          ':content-type': header('application/json'),
        },
        body: typeof payload === 'string' ? fromUtf8(payload) : payload,
      });
    }
    throw new Error(`${route.name} has no event ${name}`);
  }
}
