import type { ActionGroupResponse, FunctionResponse } from '../../../functions/action-group/event';

export interface ReadAnswer {
  /** Absent in function-style answers, which have none. */
  readonly status?: number;
  /** The JSON of the answer, parsed. */
  readonly body: unknown;
}

/** What an agent makes of an action group's response: the status, and the body that is JSON within JSON. */
export function readAnswer({ response }: ActionGroupResponse | FunctionResponse): ReadAnswer {
  if ('functionResponse' in response) {
    return { body: JSON.parse(response.functionResponse.responseBody.TEXT.body) };
  }
  return {
    status: response.httpStatusCode,
    body: JSON.parse(response.responseBody['application/json'].body),
  };
}
