import type { Operation } from '../definition/operations';
import { argumentsOf, type Property } from './arguments';

export type Attributes = Readonly<Record<string, string>>;

/** The event of an action group's function (AWS user guide, agents-lambda). */
export interface ActionGroupEvent {
  readonly messageVersion: '1.0';
  readonly agent: {
    readonly name: string;
    readonly id: string;
    readonly alias: string;
    readonly version: string;
  };
  readonly inputText: string;
  readonly sessionId: string;
  readonly actionGroup: string;
  readonly apiPath: string;
  readonly httpMethod: string;
  readonly parameters: readonly Property[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly properties: readonly Property[] }>>;
  };
  readonly sessionAttributes: Attributes;
  readonly promptSessionAttributes: Attributes;
}

export type EventContext = Pick<
  ActionGroupEvent,
  'agent' | 'inputText' | 'sessionId' | 'sessionAttributes' | 'promptSessionAttributes'
>;

export function actionGroupEvent(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  { agent, inputText, sessionId, sessionAttributes, promptSessionAttributes }: EventContext,
): ActionGroupEvent {
  const { actionGroup, apiPath, httpMethod, contentType } = operation;
  const { parameters, properties } = argumentsOf(operation, input);
  return {
    messageVersion: '1.0',
    agent,
    inputText,
    sessionId,
    actionGroup,
    apiPath,
    httpMethod: httpMethod.toUpperCase(),
    parameters,
    ...(contentType !== undefined &&
      properties.length > 0 && { requestBody: { content: { [contentType]: { properties } } } }),
    sessionAttributes,
    promptSessionAttributes,
  };
}
