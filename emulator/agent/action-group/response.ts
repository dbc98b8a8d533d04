import type { ActionGroupEvent, Attributes } from './event';

/** Bytes; AWS's documents disagree on the limit, and this is the smallest that they name. */
export const responseLimit = 25 * 1024;

export interface ActionGroupResponse {
  readonly httpStatusCode: number;
  readonly contentType: string;
  readonly body: string;
  readonly sessionAttributes?: Attributes;
  readonly promptSessionAttributes?: Attributes;
}

/**
 * Reads a function's answer to an event (AWS user guide, agents-lambda). Returns a sentence that names the field
 * if the envelope is wrong.
 */
export function readResponse(
  payload: string,
  event: Pick<ActionGroupEvent, 'actionGroup' | 'apiPath' | 'httpMethod'>,
): ActionGroupResponse | string {
  const size = Buffer.byteLength(payload);
  if (size > responseLimit) return `the response has ${size} bytes, and at most ${responseLimit} are allowed`;
  const envelope: unknown = JSON.parse(payload);
  if (!isObject(envelope)) return `the response is ${describe(envelope)}, not an object`;
  const { messageVersion, response, sessionAttributes, promptSessionAttributes } = envelope;
  if (messageVersion !== '1.0') return `messageVersion is ${describe(messageVersion)}, not "1.0"`;
  if (!isObject(response)) return `response is ${describe(response)}, not an object`;
  for (const name of ['actionGroup', 'apiPath', 'httpMethod'] as const) {
    const given = response[name];
    const asSent = typeof given === 'string' && given.toUpperCase() === event[name].toUpperCase();
    if (!asSent) return `response.${name} is ${describe(given)}, and the event's was "${event[name]}"`;
  }
  const { httpStatusCode, responseState } = response;
  if (responseState !== undefined) {
    return 'response.responseState is for functionResponse and returnControlInvocationResults; use httpStatusCode';
  }
  if (!isStatus(httpStatusCode))
    return `response.httpStatusCode is ${describe(httpStatusCode)}, not an HTTP status`;
  const body = readBody(response.responseBody);
  if (typeof body === 'string') return body;
  for (const [name, map] of Object.entries({ sessionAttributes, promptSessionAttributes })) {
    const problem = map === undefined || map === null ? undefined : problemWithAttributes(name, map);
    if (problem) return problem;
  }
  return {
    httpStatusCode,
    ...body,
    ...(isObject(sessionAttributes) && { sessionAttributes: sessionAttributes as Attributes }),
    ...(isObject(promptSessionAttributes) && {
      promptSessionAttributes: promptSessionAttributes as Attributes,
    }),
  };
}

function readBody(responseBody: unknown): { contentType: string; body: string } | string {
  if (!isObject(responseBody)) return `response.responseBody is ${describe(responseBody)}, not an object`;
  const [entry, ...others] = Object.entries(responseBody);
  if (!entry || others.length > 0) {
    return `response.responseBody has ${others.length + (entry ? 1 : 0)} content types, not one`;
  }
  const [contentType, content] = entry;
  const at = `response.responseBody["${contentType}"]`;
  if (!isObject(content)) return `${at} is ${describe(content)}, not an object with a body`;
  const { body } = content;
  return typeof body === 'string' ? { contentType, body } : `${at}.body is ${describe(body)}, not a string`;
}

function problemWithAttributes(name: string, map: unknown): string | undefined {
  if (!isObject(map)) return `${name} is ${describe(map)}, not an object`;
  const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string');
  return wrong && `${name}.${wrong[0]} is ${describe(wrong[1])}, not a string`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;

/** Says what a value is without repeating much of it. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' && value.length > 40 ? 'a longer string' : JSON.stringify(value);
}
