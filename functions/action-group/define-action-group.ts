import type { Context } from 'aws-lambda';
import { safeParse } from 'zod/v4/core';
import type { Contract, Handlers, Operation } from '../../schemas/contract';
import type { ActionGroupEvent, ActionGroupResponse } from './event';

type AnyHandler = (input: unknown, context: unknown) => Promise<{ status: number; body: unknown }>;

/** Turns a contract and its handlers into the Lambda handler of an action group. */
export function defineActionGroup<C extends Contract>(contract: C, handlers: Handlers<C>) {
  const operations = new Map<string, { operation: Operation; handle: AnyHandler }>();
  for (const [operationId, operation] of Object.entries(contract.operations)) {
    const handle = handlers[operationId as keyof C['operations']] as unknown as AnyHandler;
    operations.set(`${operation.method} ${operation.path}`, { operation, handle });
  }

  return async (event: ActionGroupEvent, context: Context): Promise<ActionGroupResponse> => {
    const found = operations.get(`${event.httpMethod.toLowerCase()} ${event.apiPath}`);
    if (!found)
      return respond(event, 404, { code: 'UNKNOWN_OPERATION', message: 'There is no such operation.' });
    const customerId = event.sessionAttributes?.customerId;
    if (!customerId)
      return respond(event, 401, { code: 'IDENTITY_REQUIRED', message: 'Please sign in first.' });
    const given = Object.fromEntries((event.parameters ?? []).map(({ name, value }) => [name, value]));
    const body = event.requestBody?.content?.['application/json']?.properties ?? [];
    for (const { name, value } of body) given[name] = value;
    const { pathParameters, queryParameters, requestBody } = found.operation;
    const input: Record<string, unknown> = {};
    for (const schema of [pathParameters, queryParameters, requestBody]) {
      if (!schema) continue;
      const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in schema._zod.def.shape));
      const parsed = safeParse(schema, own);
      if (!parsed.success) {
        const message = parsed.error.issues
          .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
          .join('; ');
        return respond(event, 400, { code: 'INVALID_INPUT', message });
      }
      Object.assign(input, parsed.data);
    }
    const { status, body: answer } = await found.handle(input, {
      customerId,
      requestId: context.awsRequestId,
      reply: (replyStatus: number, replyBody: unknown) => ({ status: replyStatus, body: replyBody }),
    });
    return respond(event, status, answer);
  };
}

function respond(event: ActionGroupEvent, httpStatusCode: number, body: unknown): ActionGroupResponse {
  const { actionGroup, apiPath, httpMethod, sessionAttributes, promptSessionAttributes } = event;
  return {
    messageVersion: '1.0',
    response: {
      actionGroup,
      apiPath,
      httpMethod,
      httpStatusCode,
      responseBody: { 'application/json': { body: JSON.stringify(body) } },
    },
    sessionAttributes,
    promptSessionAttributes,
  };
}
