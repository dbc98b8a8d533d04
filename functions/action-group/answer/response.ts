import type { Call } from '../call';
import type { ActionGroupResponse, FunctionResponse } from '../event';

/**
 * Bytes of the whole response, which must stay below. AWS documents 25 KB for a Lambda's response to an agent
 * and does not say which kilobyte nor what counts, so this is the smallest reading: 25,000, all of it counted.
 */
export const maxResponseBytes = 25_000;
/** What the echoed attributes must leave for an answer, or else the operation is not begun. */
export const minAnswerBytes = 4_096;

export type AnyResponse = ActionGroupResponse | FunctionResponse;

/** The one place where Bedrock's response is put together; `body` is JSON text. */
export function respond(call: Call, httpStatusCode: number, body: string): AnyResponse {
  const { form, actionGroup, sessionAttributes, promptSessionAttributes } = call;
  const attributes = {
    ...(sessionAttributes && { sessionAttributes }),
    ...(promptSessionAttributes && { promptSessionAttributes }),
  };
  if (form.type === 'function') {
    // No responseState: FAILURE would end the turn with a DependencyFailedException, REPROMPT hide the code.
    const functionResponse = { responseBody: { TEXT: { body } } };
    const response = { actionGroup, function: form.function, functionResponse };
    return { messageVersion: '1.0', response, ...attributes };
  }
  const { apiPath, httpMethod } = form.type === 'api' ? form : { apiPath: '', httpMethod: '' };
  const responseBody = { 'application/json': { body } };
  const response = { actionGroup, apiPath, httpMethod, httpStatusCode, responseBody };
  return { messageVersion: '1.0', response, ...attributes };
}

/** The size of the response as Lambda sends it, where the body is JSON text within JSON. */
const bytesOf = (call: Call, body: string): number =>
  Buffer.byteLength(JSON.stringify(respond(call, 200, body)));

/** No less than the bytes of everything but the body, without writing it: escaped, a character takes up to 6. */
function mostBytesAround({ form, actionGroup, sessionAttributes, promptSessionAttributes }: Call): number {
  let characters = actionGroup.length;
  for (const part of [form, sessionAttributes, promptSessionAttributes]) {
    for (const [name, text] of Object.entries(part ?? {})) characters += name.length + text.length + 1;
  }
  return 300 + 6 * characters;
}

/** Most answers are far too short to be worth counting: JSON text takes up to 3 bytes a character. */
export const fits = (call: Call, body: string): boolean =>
  mostBytesAround(call) + 3 * body.length < maxResponseBytes || bytesOf(call, body) < maxResponseBytes;

/** Whether the echoed attributes leave room for an answer. */
export const hasRoom = (call: Call): boolean =>
  mostBytesAround(call) + minAnswerBytes < maxResponseBytes ||
  bytesOf(call, '') + minAnswerBytes < maxResponseBytes;

/** The longest run of items, from the first, whose JSON strings fit beside a body that has none. */
export function countThatFits(call: Call, emptyBody: string, items: readonly unknown[]): number {
  let bytes = bytesOf(call, emptyBody);
  const end = items.findIndex((item) => {
    // Within the body's string, so escaped once more; its two quotes make up for the comma and one spare byte.
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(item)));
    return bytes >= maxResponseBytes;
  });
  return end < 0 ? items.length : end;
}
