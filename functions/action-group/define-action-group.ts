import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Contract, Handlers } from '../../schemas/contract';
import { pageBody, pageScope, positionOfToken } from './answer/page';
import { type AnyPage, Reply, validBody } from './answer/replied';
import { fits, hasRoom, maxResponseBytes, minAnswerBytes, respond } from './answer/response';
import { type Call, isFields, readCall, unreadable } from './call';
import { readArguments } from './decoding/arguments';
import { readProperties } from './decoding/properties';
import { AnswerTooLargeError, InternalError, Problem } from './errors';
import type { ActionGroupEvent, ActionGroupResponse, FunctionEvent, FunctionResponse } from './event';
import { customerIdOf, Ownership } from './identity';
import { type Arguments, Operations, type PreparedOperation } from './operations';
import { logCall, type Report } from './report';

export interface ActionGroupOptions {
  /** Takes the place of the log line and the metric. */
  readonly report?: Report;
}

/** Answers the event of an action group in its own envelope, and a tool call of AgentCore Gateway in plain JSON. */
export interface ActionGroupHandler {
  (event: ActionGroupEvent, context: Context): Promise<ActionGroupResponse>;
  (event: FunctionEvent, context: Context): Promise<FunctionResponse>;
  (event: unknown, context: Context): Promise<unknown>;
}

interface Outcome {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly code?: string;
  readonly bug?: unknown;
}

/**
 * Turns a contract and its handlers into the Lambda handler of an action group. It never throws: whatever the
 * event is, the agent gets an answer that it can read.
 */
export function defineActionGroup<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  { report = logCall }: ActionGroupOptions = {},
): ActionGroupHandler {
  const operations = new Operations(contract, handlers);

  const handler = async (event: unknown, context: unknown): Promise<unknown> => {
    const started = performance.now();
    let requestId = '';
    let call = unreadable;
    let found: PreparedOperation | Problem | undefined;
    let outcome: Outcome;
    try {
      requestId = requestIdOf(context);
      call = readOrRefuse(event, context);
      found = refusalOf(call) ?? operations.find(call.form);
      outcome = found instanceof Problem ? ofProblem(found) : await run(found, call, event, requestId);
    } catch (bug) {
      requestId ||= randomUUID();
      outcome = ofBug(bug, found, requestId);
    }
    if (!hasRoom(call)) call = withoutAttributes(call);
    const { status, body, code, bug } = outcome;
    const operationId = found instanceof Problem ? undefined : found?.operationId;
    const durationMs = Math.round((performance.now() - started) * 100) / 100;
    try {
      report({ requestId, operationId, httpStatusCode: status, code, durationMs }, bug);
    } catch {
      // The answer matters more than what is noted of it.
    }
    return call.form.type === 'gateway' ? JSON.parse(body) : respond(call, status, body);
  };
  return handler as ActionGroupHandler;
}

/** An event from JSON can always be read; one that was made in memory may throw when it is looked at. */
function readOrRefuse(event: unknown, context: unknown): Call {
  try {
    return readCall(event, context);
  } catch {
    return unreadable;
  }
}

const requestIdOf = (context: unknown): string => {
  const { awsRequestId } = (isFields(context) ? context : {}) as { awsRequestId?: unknown };
  return typeof awsRequestId === 'string' && /^[\w-]{1,64}$/.test(awsRequestId) ? awsRequestId : randomUUID();
};

function refusalOf(call: Call): Problem | undefined {
  if (call.problem || hasRoom(call)) return call.problem;
  return Problem.of(
    413,
    'SESSION_ATTRIBUTES_TOO_LARGE',
    `Nothing was done: a response may have ${maxResponseBytes} bytes, and sessionAttributes and promptSessionAttributes, which it repeats, leave fewer than ${minAnswerBytes} of them for an answer. Keep less in them.`,
  );
}

const withoutAttributes = (call: Call): Call => ({
  ...call,
  sessionAttributes: undefined,
  promptSessionAttributes: undefined,
});

async function run(
  prepared: PreparedOperation,
  call: Call,
  event: unknown,
  requestId: string,
): Promise<Outcome> {
  const { operationId, operation, handle } = prepared;
  const customerId = operation.identity === 'required' ? customerIdOf(call.sessionAttributes) : undefined;
  if (operation.identity === 'required' && customerId === undefined) {
    return ofProblem(
      Problem.of(401, 'IDENTITY_REQUIRED', 'This needs to know who the customer is. Please sign in first.'),
    );
  }
  const given = readProperties(event, call);
  if (given instanceof Problem) return ofProblem(given);
  const input = readArguments(prepared, given);
  if (input instanceof Problem) return ofProblem(input);
  const ownership = customerId === undefined ? undefined : new Ownership(customerId);
  const common = ownership
    ? { reply: replyAbout, requestId, customerId, own: ownership.own }
    : { reply, requestId };
  if (!operation.page) return answer(prepared, call, ownership, await handle(input, common));

  const { pageToken, ...filter } = input;
  const scope = pageScope(operationId, customerId, filter);
  const after = pageToken === undefined ? undefined : positionOfToken(scope, String(pageToken));
  if (pageToken !== undefined && after === undefined) return ofProblem(foreignToken);
  return answer(prepared, call, ownership, await handle(filter, { ...common, after }), scope);
}

const reply = (status: number, body: unknown, page?: AnyPage) => new Reply(status, body, undefined, page);
const replyAbout = (status: number, body: unknown, about?: unknown, page?: AnyPage) =>
  new Reply(status, body, about, page);

const foreignToken = Problem.of(
  400,
  'INVALID_INPUT',
  'pageToken: belongs to no page of this list; give nextPageToken of the previous page unchanged and the same other parameters with it, or leave it out to begin again.',
);

function answer(
  prepared: PreparedOperation,
  call: Call,
  ownership: Ownership | undefined,
  replied: unknown,
  scope = '',
): Outcome {
  const { operationId, operation } = prepared;
  if (!(replied instanceof Reply)) throw new InternalError(`${operationId} returned what reply did not make`);
  const { status, about } = replied;
  // As the types have it; a cast, or a row that was kept from another customer's call, gets no further than here.
  if (ownership && status !== 404 && !ownership.covers(about)) {
    throw new InternalError(`${operationId} replied ${status} about what own did not give in this call`);
  }
  const valid = validBody(prepared, replied) as Arguments;
  const items = operation.page?.items;
  if (items !== undefined && Array.isArray(valid[items])) {
    return { status, body: pageBody(call, scope, items, valid, replied) };
  }
  const body = JSON.stringify(valid);
  if (!fits(call, body)) {
    throw new AnswerTooLargeError(
      `${operationId} replied ${status} with a body of ${body.length} characters`,
    );
  }
  return { status, body, code: operation.responses[status]?.codes && String(valid.code) };
}

const ofProblem = ({ status, code, message }: Problem): Outcome => ({
  status,
  code,
  body: JSON.stringify({ code, message }),
});

/** What went wrong stays here; the request id leads from the answer to the log. */
function ofBug(bug: unknown, found: PreparedOperation | Problem | undefined, requestId: string): Outcome {
  const reference = `Please quote request ${requestId}.`;
  if (!(bug instanceof AnswerTooLargeError)) {
    const message = `Something went wrong on our side. Try again later; if it happens again: ${reference}`;
    const thrown = bug ?? new InternalError('A handler threw or rejected with nothing');
    return { ...ofProblem(Problem.of(500, 'INTERNAL', message)), bug: thrown };
  }
  const readOnly = found && !(found instanceof Problem) && found.operation.method === 'get';
  const message = readOnly
    ? `The answer is too large to be sent. Ask for less. ${reference}`
    : `It was done, but the answer is too large to be sent. Do not repeat it; look at the result instead. ${reference}`;
  return { ...ofProblem(Problem.of(500, 'ANSWER_TOO_LARGE', message)), bug };
}
