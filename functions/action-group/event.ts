/** One argument as Bedrock sends it: every scalar is a string (AWS user guide, agents-lambda). */
export interface Property {
  name: string;
  /** Absent in requests that AWS's AgentCore migration shim makes, which also keep native JSON values. */
  type?: string;
  value: unknown;
}

export type Attributes = Record<string, string>;

interface Invocation {
  messageVersion: string;
  agent?: { name: string; id: string; alias: string; version: string };
  inputText?: string;
  sessionId?: string;
  actionGroup: string;
  parameters?: Property[];
  sessionAttributes?: Attributes;
  promptSessionAttributes?: Attributes;
}

/** The event of an action group that is described by an OpenAPI schema. */
export interface ActionGroupEvent extends Invocation {
  /** The path's template, as the document has it; its values are among `parameters`. */
  apiPath: string;
  httpMethod: string;
  requestBody?: { content?: Record<string, { properties?: Property[] }> };
}

/** The event of an action group that is described by function details; `function` names an operationId. */
export interface FunctionEvent extends Invocation {
  function: string;
}

export interface Answer<Response> {
  messageVersion: '1.0';
  response: Response;
  sessionAttributes?: Attributes;
  promptSessionAttributes?: Attributes;
}

export type ActionGroupResponse = Answer<{
  actionGroup: string;
  apiPath: string;
  httpMethod: string;
  httpStatusCode: number;
  responseBody: { 'application/json': { body: string } };
}>;

export type FunctionResponse = Answer<{
  actionGroup: string;
  function: string;
  functionResponse: { responseBody: { TEXT: { body: string } } };
}>;
