import type { NormalizedSchema } from '@smithy/core/schema';
import type { Log } from '../log';
import { encodeEvents, eventStreamType } from './event-stream';
import { jsonCodec } from './json-codec';
import { ServiceError } from './operation';
import { type ModelledOperation, operationsOf, statusOf } from './sdk-schemas';
import { violations } from './validate';
import type { Match, Protocol, WireReply, WireRequest } from './wire';

export interface RestJsonProps {
  readonly sdkPackage: object;
  /** For example `com.amazonaws.lambda`. */
  readonly namespace: string;
  /** The exception for an input that does not fit. */
  readonly invalidInput: string;
  readonly log: Log;
}

interface Route {
  readonly operation: ModelledOperation;
  readonly method: string;
  readonly status: number;
  readonly pattern: RegExp;
  /** What the query must hold: some operations differ in that alone, as `?List=ALL`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly labels: readonly string[];
}

/** restJson1, by the schemas that the service's SDK package itself carries. */
export function restJson({ sdkPackage, namespace, invalidInput, log }: RestJsonProps): Protocol {
  const codec = jsonCodec(namespace);
  const onBug = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log({ source: 'emulator', level: 'error', text });
  };
  const operations = operationsOf(sdkPackage);
  const routes = [...operations.values()].flatMap(routeOf).sort((a, b) => b.query.length - a.query.length);
  const operationOf = ({ operation }: Match): ModelledOperation => {
    const found = operations.get(operation);
    if (!found) throw new Error(`${namespace} has no operation ${operation}`);
    return found;
  };

  return {
    operations: new Set(operations.keys()),

    match({ method, pathname, query }) {
      const route = routes.find(
        (candidate) =>
          candidate.method === method &&
          candidate.pattern.test(pathname) &&
          candidate.query.every(([name, value]) => query.get(name) === value),
      );
      if (!route) return undefined;
      const values = route.pattern.exec(pathname)?.slice(1) ?? [];
      const labels = route.labels.map((name, index) => [name, decodeLabel(values[index] ?? '', name)]);
      return { operation: route.operation.name, labels: Object.fromEntries(labels) };
    },

    async decode(match, request) {
      const { input } = operationOf(match);
      const invalid = (problem: string) => new ServiceError(invalidInput, problem);
      const bound = bindings(input, match, request);
      const payload = Object.entries(input.getMemberSchemas()).find(
        ([, member]) => member.getMergedTraits().httpPayload,
      );
      if (payload && !payload[1].isStructSchema()) {
        if (request.body.length > 0) bound[payload[0]] = request.body;
      } else if (request.body.length > 0) {
        const schema = payload?.[1] ?? input;
        const body = await codec.read(schema, request.body).catch((error: Error) => {
          const problem = error instanceof RangeError ? 'it is nested too deeply' : error.message;
          throw new ServiceError(
            'SerializationException',
            `The body is not what ${match.operation} takes: ${problem}`,
          );
        });
        if (typeof body !== 'object' || body === null) {
          throw new ServiceError(
            'SerializationException',
            `The body of ${match.operation} is no JSON object`,
          );
        }
        if (payload) bound[payload[0]] = body;
        else for (const [name, value] of Object.entries(body)) if (value !== undefined) bound[name] ??= value;
      }
      const [first, ...more] = violations(input, bound);
      if (first) throw invalid([first, ...more].join('; '));
      return bound;
    },

    encode(match, output): WireReply {
      const operation = operationOf(match);
      const found = violations(operation.output, output);
      if (found.length > 0) throw new Error(`The answer of ${operation.name}: ${found.join('; ')}`);
      const headers: Record<string, string> = {};
      const body: Record<string, unknown> = {};
      let status = operation.http?.[2] ?? 200;
      let reply: WireReply['body'] | undefined;
      let hasPayload = false;
      for (const [name, member] of operation.output.structIterator()) {
        const value = (output as Record<string, unknown>)[name];
        const { httpHeader, httpResponseCode, httpPayload } = member.getMergedTraits();
        if (httpPayload) hasPayload = true;
        if (value === undefined || value === null) continue;
        if (member.isStreaming() && member.isStructSchema()) {
          headers['content-type'] = eventStreamType;
          reply = encodeEvents(member, value as AsyncIterable<object>, codec, onBug);
        } else if (httpHeader) headers[httpHeader.toLowerCase()] = headerValue(value);
        else if (httpResponseCode) status = Number(value);
        else if (httpPayload)
          reply = member.isStructSchema() ? codec.write(member, value) : (value as Uint8Array);
        else body[name] = value;
      }
      headers['content-type'] ??= 'application/json';
      return { status, headers, body: reply ?? (hasPayload ? '' : codec.write(operation.output, body)) };
    },

    encodeError({ name, message, status, fields }) {
      return {
        status: status ?? statusOf(namespace, name),
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
        body: JSON.stringify({ message, ...fields }),
      };
    },
  };
}

function routeOf(operation: ModelledOperation): Route[] {
  if (!operation.http) return [];
  const [method, uri, status] = operation.http;
  const [path = '', search] = uri.split('?');
  const query = [...new URLSearchParams(search)];
  const labels: string[] = [];
  const pattern = path.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    labels.push(name);
    return greedy ? '(.+)' : '([^/]+)';
  });
  return [{ operation, method, status, labels, query, pattern: new RegExp(`^${pattern}$`) }];
}

function decodeLabel(value: string, name: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ServiceError('SerializationException', `${name} in the path is not percent-encoded`);
  }
}

const headerValue = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** What path, query and headers carry. */
function bindings(input: NormalizedSchema, match: Match, request: WireRequest): Record<string, unknown> {
  const bound: Record<string, unknown> = {};
  for (const [name, member] of input.structIterator()) {
    const { httpLabel, httpQuery, httpQueryParams, httpHeader } = member.getMergedTraits();
    if (httpLabel) bound[name] = match.labels[name];
    else if (httpQuery && request.query.has(httpQuery)) {
      const values = request.query.getAll(httpQuery);
      bound[name] = member.isListSchema()
        ? values.map((value) => scalar(member.getValueSchema(), value))
        : scalar(member, values[0] ?? '');
    } else if (httpQueryParams) bound[name] = Object.fromEntries(request.query);
    else if (httpHeader) {
      const value = request.headers[httpHeader.toLowerCase()];
      if (value !== undefined) bound[name] = scalar(member, String(value));
    }
  }
  return bound;
}

function scalar(schema: NormalizedSchema, value: string): unknown {
  if (schema.isNumericSchema())
    return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
  if (schema.isBooleanSchema()) return value === 'true' ? true : value === 'false' ? false : value;
  if (schema.isTimestampSchema()) return new Date(value);
  return value;
}
