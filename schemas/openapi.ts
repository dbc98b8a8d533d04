import type { OpenAPIObject, OperationObject, ParameterObject, SchemaObject } from 'openapi3-ts/oas30';
import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import type { Contract, Operation, ResponseDefinition } from './contract';
import { envelopeProblems } from './problem';

/** `x-requireConfirmation` makes Bedrock ask the user first (AWS user guide, agents-userconfirmation). */
type BedrockOperation = OperationObject & { 'x-requireConfirmation'?: 'ENABLED' };

/** The contract as the OpenAPI 3.0.0 document that Bedrock accepts for an action group. */
export function openApiDocument(contract: Contract): OpenAPIObject {
  const paths: OpenAPIObject['paths'] = {};
  for (const [operationId, operation] of Object.entries(contract.operations)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationObject(operationId, operation),
    };
  }
  const { title, version, description } = contract;
  return { openapi: '3.0.0', info: { title, version, description }, paths };
}

function operationObject(operationId: string, operation: Operation): BedrockOperation {
  const parameters = [
    ...parameterObjects('path', operation.pathParameters),
    ...parameterObjects('query', operation.queryParameters),
  ];
  return {
    operationId,
    summary: operation.summary,
    description: operation.description,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.requestBody && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: bedrockSchema(operation.requestBody, 'input') } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(responsesOf(operation)).map(([status, response]) => [
        status,
        {
          description: response.description,
          content: { 'application/json': { schema: bedrockSchema(response.schema, 'output') } },
        },
      ]),
    ),
    ...(operation.confirmation && { 'x-requireConfirmation': 'ENABLED' }),
  };
}

/** The declared responses and those that the envelope adds for every operation. */
function responsesOf(operation: Operation): { [status: string]: ResponseDefinition } {
  const { 400: invalid, 401: noIdentity, 500: internal } = envelopeProblems;
  return {
    400: invalid,
    ...(operation.identity === 'required' && { 401: noIdentity }),
    500: internal,
    ...operation.responses,
  };
}

function parameterObjects(where: 'path' | 'query', schema: $ZodType | undefined): ParameterObject[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = bedrockSchema(schema, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as SchemaObject;
    return { name, in: where, description, required: required.includes(name), schema: rest };
  });
}

/** Bedrock takes no `enum`: the allowed values move into the description and a pattern. */
export function bedrockSchema(schema: $ZodType, io: 'input' | 'output'): SchemaObject {
  const { $schema: _, ...document } = toJSONSchema(schema, {
    target: 'openapi-3.0',
    io,
    reused: 'inline',
    override: ({ jsonSchema }) => {
      const { enum: values, format } = jsonSchema;
      if (values) {
        delete jsonSchema.enum;
        const allowed = `One of: ${values.join(', ')}`;
        jsonSchema.description = jsonSchema.description ? `${jsonSchema.description}. ${allowed}` : allowed;
      }
      // The format says it already, in fewer of the bytes that an inline schema may have.
      if (format === 'date' || format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      delete jsonSchema.additionalProperties;
    },
  });
  return document as SchemaObject;
}
