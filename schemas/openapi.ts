import type {
  OpenAPIObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  ResponsesObject,
  SchemaObject,
} from 'openapi3-ts/oas30';
import type { $ZodType } from 'zod/v4/core';
import type { Contract, Operation, ResponseDefinition } from './contract';
import { allowedValues, bedrockSchema, ContractError, pointerToken } from './openapi-schema';
import { envelopeProblems } from './problem';

export { bedrockSchema, ContractError };

/** `x-requireConfirmation` makes Bedrock ask the user first (AWS user guide, agents-userconfirmation). */
type BedrockOperation = OperationObject & { 'x-requireConfirmation'?: 'ENABLED' };

/**
 * The contract as the OpenAPI 3.0.0 document that Bedrock accepts for an action group. `JSON.stringify` of it
 * without spaces is the inline payload; the same contract always gives the same bytes.
 * @throws {ContractError} for what the document cannot say without loss.
 */
export function openApiDocument(contract: Contract): OpenAPIObject {
  const paths: Record<string, PathItemObject> = {};
  for (const [operationId, operation] of Object.entries(contract.operations)) {
    const { path, method } = operation;
    const at = `/operations/${pointerToken(operationId)}`;
    const { [method]: taken, ...others } = paths[path] ?? {};
    if (taken) {
      throw new ContractError(
        `${at}/path`,
        `${method.toUpperCase()} ${path} is ${taken.operationId} already`,
        'Give each operation its own method and path: Bedrock calls the function by these two',
      );
    }
    paths[path] = { ...others, [method]: operationObject(operationId, operation, at) };
  }
  const { title, version, description } = contract;
  return { openapi: '3.0.0', info: { title, version, description }, paths };
}

function operationObject(operationId: string, operation: Operation, at: string): BedrockOperation {
  const parameters = [
    ...parameterObjects('path', operation.pathParameters, `${at}/pathParameters`),
    ...parameterObjects('query', operation.queryParameters, `${at}/queryParameters`),
  ];
  return {
    operationId,
    summary: operation.summary,
    description: operation.description,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.requestBody && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: bedrockSchema(operation.requestBody, 'input', `${at}/requestBody`) },
        },
      },
    }),
    responses: responseObjects(operation, at),
    ...(operation.confirmation && { 'x-requireConfirmation': 'ENABLED' }),
  };
}

/** The declared responses and those that the envelope adds for every operation. */
function responseObjects(operation: Operation, at: string): ResponsesObject {
  const { 400: invalid, 401: noIdentity, 500: internal } = envelopeProblems;
  const added: Record<string, ResponseDefinition> = {
    400: invalid,
    ...(operation.identity === 'required' && { 401: noIdentity }),
    500: internal,
  };
  const all: Record<string, ResponseDefinition> = { ...added, ...operation.responses };
  return Object.fromEntries(
    Object.entries(all).map(([status, { description, schema: body, codes }]) => {
      const schema = bedrockSchema(body, 'output', `${at}/responses/${status}/schema`);
      const both = [...new Set([...(added[status]?.codes ?? []), ...(codes ?? [])])];
      if (both.length > (codes ?? []).length && schema.properties?.code) {
        schema.properties.code = {
          ...schema.properties.code,
          description: allowedValues('Stable error code', both),
        };
      }
      return [status, { description, content: { 'application/json': { schema } } }];
    }),
  );
}

function parameterObjects(
  where: 'path' | 'query',
  schema: $ZodType | undefined,
  path: string,
): ParameterObject[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = bedrockSchema(schema, 'input', path);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as SchemaObject;
    return { name, in: where, description, required: required.includes(name), schema: rest };
  });
}
