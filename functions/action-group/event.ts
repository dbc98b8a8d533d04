/** One argument as Bedrock sends it: every scalar is a string (AWS user guide, agents-lambda). */
export interface Property {
  name: string;
  type?: string;
  value: unknown;
}

/** The event of an action group that is described by an OpenAPI schema. */
export interface ActionGroupEvent {
  messageVersion: string;
  agent?: { name: string; id: string; alias: string; version: string };
  inputText?: string;
  sessionId?: string;
  actionGroup: string;
  apiPath: string;
  httpMethod: string;
  parameters?: Property[];
  requestBody?: { content?: Record<string, { properties?: Property[] }> };
  sessionAttributes?: Record<string, string>;
  promptSessionAttributes?: Record<string, string>;
}

export interface ActionGroupResponse {
  messageVersion: '1.0';
  response: {
    actionGroup: string;
    apiPath: string;
    httpMethod: string;
    httpStatusCode: number;
    responseBody: { 'application/json': { body: string } };
  };
  sessionAttributes?: Record<string, string>;
  promptSessionAttributes?: Record<string, string>;
}
