import type { Call } from '../call';
import type { ActionGroupResponse, Answer, FunctionResponse } from '../event';

/**
 * Bytes of the whole response, which must stay below. AWS documents 25 KB for a Lambda's response to an agent
 * and does not say which kilobyte nor what counts, so this is the smallest reading: 25,000, all of it counted.
 */
export const maxResponseBytes = 25_000;
/** What the echoed attributes must leave for an answer, or else the operation is not begun. */
export const minAnswerBytes = 4_096;

export type AnyResponse = Answer<(ActionGroupResponse | FunctionResponse)['response']>;

/** The one place where Bedrock's response is put together; `body` is JSON text. */
export function respond(call: Call, httpStatusCode: number, body: string): AnyResponse {
  const { sessionAttributes, promptSessionAttributes } = call;
  const answer: AnyResponse = { messageVersion: '1.0', response: responseOf(call, httpStatusCode, body) };
  if (sessionAttributes) answer.sessionAttributes = sessionAttributes;
  if (promptSessionAttributes) answer.promptSessionAttributes = promptSessionAttributes;
  return answer;
}

function responseOf(
  { form, actionGroup }: Call,
  httpStatusCode: number,
  body: string,
): AnyResponse['response'] {
  if (form.type === 'function') {
    // No responseState: FAILURE would end the turn with a DependencyFailedException, REPROMPT hide the code.
    return { actionGroup, function: form.function, functionResponse: { responseBody: { TEXT: { body } } } };
  }
  const { apiPath, httpMethod } = form.type === 'api' ? form : { apiPath: '', httpMethod: '' };
  const responseBody = { 'application/json': { body } };
  return { actionGroup, apiPath, httpMethod, httpStatusCode, responseBody };
}

/** The size of the response as Lambda sends it, where the body is JSON text within JSON. */
const bytesOf = (call: Call, body: string): number =>
  Buffer.byteLength(JSON.stringify(respond(call, 200, body)));

/** Most answers are far too short to be worth counting: JSON text takes up to 3 bytes a character. */
export const fits = (call: Call, body: string): boolean =>
  mostBytesAround(call) + 3 * body.length < maxResponseBytes || bytesOf(call, body) < maxResponseBytes;

/** Whether the echoed attributes leave room for an answer. */
export const hasRoom = (call: Call): boolean =>
  mostBytesAround(call) + minAnswerBytes < maxResponseBytes ||
  bytesOf(call, '') + minAnswerBytes < maxResponseBytes;

/** No less than the bytes of everything but the body, without writing it: escaped, a character takes up to 6. */
const mostBytesAround = ({ echoedCharacters }: Call): number => 300 + 6 * echoedCharacters;

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
