import type { ActionGroupEvent } from '../../functions/action-group/event';

/** The floor: the cheapest envelope that Bedrock would take, with nothing checked. */
export const handler = async ({ actionGroup, apiPath, httpMethod, sessionAttributes }: ActionGroupEvent) => ({
  messageVersion: '1.0',
  response: {
    actionGroup,
    apiPath,
    httpMethod,
    httpStatusCode: 200,
    responseBody: { 'application/json': { body: '{}' } },
  },
  sessionAttributes,
});
