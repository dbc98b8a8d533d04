import { pointerToken } from '../openapi-schema';

/** An OpenAPI document of unknown quality: nothing in it has to be what it should be. */
export interface DocumentSubject {
  readonly document: unknown;
  /** The action group's name, when it is known: it is a part of every tool's name. */
  readonly actionGroup?: string;
}

export type Json = Readonly<Record<string, unknown>>;

export interface At<T = Json> {
  readonly path: string;
  readonly value: T;
}

export interface OperationAt extends At {
  readonly apiPath: string;
  readonly method: string;
  /** For messages: the operationId, or method and path where there is none. */
  readonly name: string;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const hasText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** What a local `$ref` points to; the value itself when it is none, undefined when it leads nowhere. */
export function resolve(document: unknown, value: unknown): unknown {
  let current = value;
  for (let hops = 0; isObject(current) && typeof current.$ref === 'string'; hops++) {
    if (hops > 20 || !current.$ref.startsWith('#/')) return undefined;
    const tokens = current.$ref.slice(2).split('/');
    current = tokens.reduce<unknown>(
      (node, token) => objectOf(node)[token.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
  }
  return current;
}

export function* operationsOf({ document }: DocumentSubject): Generator<OperationAt> {
  for (const [apiPath, item] of Object.entries(objectOf(objectOf(document).paths))) {
    for (const [method, value] of Object.entries(objectOf(item))) {
      if (!methods.includes(method) || !isObject(value)) continue;
      const name = hasText(value.operationId) ? value.operationId : `${method.toUpperCase()} ${apiPath}`;
      yield { path: `/paths/${pointerToken(apiPath)}/${method}`, value, apiPath, method, name };
    }
  }
}

/** The operation's parameters and those of its path, with references resolved. */
export function* parametersOf({ document }: DocumentSubject, operation: OperationAt): Generator<At> {
  const item = objectOf(objectOf(objectOf(document).paths)[operation.apiPath]);
  const shared = `/paths/${pointerToken(operation.apiPath)}/parameters`;
  for (const [path, list] of [
    [shared, item.parameters],
    [`${operation.path}/parameters`, operation.value.parameters],
  ] as const) {
    for (const [index, parameter] of listOf(list).entries()) {
      yield { path: `${path}/${index}`, value: objectOf(resolve(document, parameter)) };
    }
  }
}

/** The properties of a JSON request body: what the agent fills besides the parameters. */
export function* bodyPropertiesOf({ document }: DocumentSubject, { path, value }: OperationAt) {
  const { content } = objectOf(resolve(document, value.requestBody));
  for (const [type, media] of Object.entries(objectOf(content))) {
    const { properties } = objectOf(resolve(document, objectOf(media).schema));
    for (const [name, property] of Object.entries(objectOf(properties))) {
      const at = `${path}/requestBody/content/${pointerToken(type)}/schema/properties/${pointerToken(name)}`;
      yield { path: at, name, value: objectOf(resolve(document, property)) };
    }
  }
}

export function* responsesOf({ document }: DocumentSubject, { path, value }: OperationAt) {
  for (const [status, response] of Object.entries(objectOf(value.responses))) {
    yield { status, path: `${path}/responses/${status}`, value: objectOf(resolve(document, response)) };
  }
}

/** Every schema of the document, nested ones and components included, without following references. */
export function* schemasOf(subject: DocumentSubject): Generator<At> {
  const { components } = objectOf(subject.document);
  const { schemas, parameters, requestBodies, responses } = objectOf(components);
  yield* each(schemas, '/components/schemas', nested);
  yield* each(parameters, '/components/parameters', ofHolder);
  yield* each(requestBodies, '/components/requestBodies', ofHolder);
  yield* each(responses, '/components/responses', ofHolder);
  for (const [apiPath, item] of Object.entries(objectOf(objectOf(subject.document).paths))) {
    yield* each(listOf(objectOf(item).parameters), `/paths/${pointerToken(apiPath)}/parameters`, ofHolder);
  }
  for (const { path, value } of operationsOf(subject)) {
    yield* each(listOf(value.parameters), `${path}/parameters`, ofHolder);
    yield* ofHolder(`${path}/requestBody`, value.requestBody);
    yield* each(value.responses, `${path}/responses`, ofHolder);
  }
}

type Visit = (path: string, value: unknown) => Generator<At>;

function* each(container: unknown, path: string, visit: Visit): Generator<At> {
  const values = Array.isArray(container) ? container : objectOf(container);
  for (const [name, value] of Object.entries(values)) yield* visit(`${path}/${pointerToken(name)}`, value);
}

/** A parameter, request body or response: it holds a schema, or one for each media type. */
function* ofHolder(path: string, value: unknown): Generator<At> {
  const { schema, content } = objectOf(value);
  yield* nested(`${path}/schema`, schema);
  for (const [type, media] of Object.entries(objectOf(content))) {
    yield* nested(`${path}/content/${pointerToken(type)}/schema`, objectOf(media).schema);
  }
}

function* nested(path: string, value: unknown): Generator<At> {
  if (!isObject(value)) return;
  yield { path, value };
  yield* each(value.properties, `${path}/properties`, nested);
  yield* nested(`${path}/items`, value.items);
  yield* nested(`${path}/additionalProperties`, value.additionalProperties);
  for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
    yield* each(listOf(value[keyword]), `${path}/${keyword}`, nested);
  }
}
