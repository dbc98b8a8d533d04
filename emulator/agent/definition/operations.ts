import type {
  OpenAPIObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  RequestBodyObject,
  SchemaObject,
} from 'openapi3-ts/oas30';
import type { JsonSchema, ToolSpec } from '../model';
import { resolveReferences } from './references';

export type Executor =
  | { readonly type: 'LAMBDA'; readonly functionArn: string }
  | { readonly type: 'RETURN_CONTROL' };

export interface Argument {
  readonly name: string;
  readonly place: 'parameters' | 'requestBody';
  /** The schema's type, `string` if it names none. */
  readonly type: string;
  readonly required: boolean;
}

/** One operation of an action group, and the tool that stands for it before the model. */
export interface Operation {
  readonly actionGroup: string;
  readonly operationId: string;
  /** The path's template as the document has it. */
  readonly apiPath: string;
  /** Lower case, as in the document. */
  readonly httpMethod: string;
  readonly arguments: ReadonlyMap<string, Argument>;
  /** Of the request's body. */
  readonly contentType?: string;
  readonly requiresConfirmation: boolean;
  readonly executor: Executor;
  readonly toolSpec: ToolSpec;
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

/** Loaded only for a document that is YAML: it would be a tenth of the emulator's start. */
const yaml = () => require('yaml') as typeof import('yaml');

/** Reads an API schema, which is JSON or YAML. `at` names the property in errors. */
export function readDocument(payload: string, at: string): OpenAPIObject {
  let document: unknown;
  try {
    document = payload.trimStart().startsWith('{') ? JSON.parse(payload) : yaml().parse(payload);
  } catch (error) {
    throw new Error(`${at}: neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const paths = (document as OpenAPIObject | null)?.paths;
  if (typeof paths !== 'object' || paths === null) throw new Error(`${at}: an OpenAPI document has paths`);
  return resolveReferences(document as object, at) as OpenAPIObject;
}

/** The operations of one action group in the document's own sequence. */
export function operationsOf(
  document: OpenAPIObject,
  group: { readonly actionGroup: string; readonly executor: Executor; readonly at: string },
): Operation[] {
  return Object.entries(document.paths as Record<string, PathItemObject>).flatMap(([apiPath, item]) =>
    methods.flatMap((httpMethod) => {
      const operation = item[httpMethod];
      if (!operation) return [];
      const at = `${group.at}: ${httpMethod} ${apiPath}`;
      const { operationId } = operation;
      if (!operationId) throw new Error(`${at}: give it an operationId; the model's tool is named after it`);
      const found = argumentsOf(item, operation, at);
      return [
        {
          actionGroup: group.actionGroup,
          executor: group.executor,
          operationId,
          apiPath,
          httpMethod,
          requiresConfirmation:
            (operation as { 'x-requireConfirmation'?: unknown })['x-requireConfirmation'] === 'ENABLED',
          arguments: new Map(found.map(({ schema: _, ...argument }) => [argument.name, argument])),
          ...(operation.requestBody && {
            contentType: contentTypeOf(operation.requestBody as RequestBodyObject),
          }),
          toolSpec: {
            name: `${group.actionGroup}__${operationId}`,
            description: operation.description ?? operation.summary ?? operationId,
            inputSchema: { json: inputSchema(found) },
          },
        },
      ];
    }),
  );
}

type ArgumentSchema = Argument & { readonly schema: JsonSchema };

function argumentsOf(item: PathItemObject, operation: OperationObject, at: string): ArgumentSchema[] {
  const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])] as ParameterObject[];
  // An operation's own parameter takes the place of the path's, as OpenAPI has it.
  const own = new Map(declared.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  const parameters = [...own.values()].map(
    ({ name, required = false, description, schema = {} }): ArgumentSchema => ({
      name,
      place: 'parameters',
      type: typeOf(schema as SchemaObject),
      required,
      schema: { ...(description !== undefined && { description }), ...(schema as JsonSchema) },
    }),
  );
  const { body, required } = bodyOf(operation, at);
  const properties = Object.entries(body.properties ?? {}).map(
    ([name, schema]): ArgumentSchema => ({
      name,
      place: 'requestBody',
      type: typeOf(schema as SchemaObject),
      required: required && (body.required ?? []).includes(name),
      schema: schema as JsonSchema,
    }),
  );
  const all = [...parameters, ...properties];
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) !== index);
  if (twice)
    throw new Error(`${at}: ${twice.name} is declared twice; a tool's arguments share one namespace`);
  return all;
}

function bodyOf(operation: OperationObject, at: string): { body: SchemaObject; required: boolean } {
  const requestBody = operation.requestBody as RequestBodyObject | undefined;
  if (!requestBody) return { body: {}, required: false };
  const body = requestBody.content[contentTypeOf(requestBody)]?.schema as SchemaObject | undefined;
  if (!body?.properties) throw new Error(`${at}: the request's body must be an object with properties`);
  return { body, required: requestBody.required ?? false };
}

const contentTypeOf = ({ content }: RequestBodyObject): string =>
  'application/json' in content ? 'application/json' : (Object.keys(content)[0] ?? 'application/json');

const typeOf = ({ type }: SchemaObject): string => (Array.isArray(type) ? type[0] : type) ?? 'string';

const inputSchema = (found: readonly ArgumentSchema[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(found.map(({ name, schema }) => [name, schema])),
  required: found.filter(({ required }) => required).map(({ name }) => name),
});
