import { Problem } from './errors';
import type { Attributes } from './event';

/** Who asks, and so which envelope the answer needs. */
export type Form =
  | { readonly type: 'api'; readonly apiPath: string; readonly httpMethod: string }
  | { readonly type: 'function'; readonly function: string }
  | { readonly type: 'gateway'; readonly toolName: string };

/** Everything of an event that an answer needs, read once; whatever the event was, an answer can be made. */
export interface Call {
  readonly form: Form;
  readonly actionGroup: string;
  readonly sessionAttributes?: Attributes;
  readonly promptSessionAttributes?: Attributes;
  /** How long everything that the answer repeats is, quotes and commas included. */
  readonly echoedCharacters: number;
  /** Why the event cannot be served. */
  readonly problem?: Problem;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const invalid = (message: string) => Problem.of(400, 'INVALID_EVENT', message);

/** The answer to what is no event at all has the shape of the one that Bedrock most likely waits for. */
export const unreadable: Call = {
  form: { type: 'api', apiPath: '', httpMethod: '' },
  actionGroup: '',
  echoedCharacters: 0,
  problem: invalid('The event cannot be read: it must be a JSON object, as Bedrock sends it.'),
};

/**
 * Recognises API-schema events, function-details events, and tool calls of AgentCore Gateway, whose event is
 * the arguments alone and whose tool, `<target>___<operationId>`, is in the context.
 */
export function readCall(event: unknown, context: unknown): Call {
  const toolName = toolNameOf(context);
  if (toolName !== undefined) return readToolCall(event, toolName.replace(/^.*?___/s, ''));
  if (!isFields(event)) return unreadable;
  const form = formOf(event);
  const actionGroup = label(event.actionGroup);
  const sessionAttributes = readAttributes(event.sessionAttributes);
  const promptSessionAttributes = readAttributes(event.promptSessionAttributes);
  let echoedCharacters = (actionGroup?.length ?? 0) + charactersOf(form);
  if (sessionAttributes) echoedCharacters += charactersOf(sessionAttributes);
  if (promptSessionAttributes) echoedCharacters += charactersOf(promptSessionAttributes);
  return {
    form,
    actionGroup: actionGroup ?? '',
    sessionAttributes: sessionAttributes ?? undefined,
    promptSessionAttributes: promptSessionAttributes ?? undefined,
    echoedCharacters,
    problem: problemOf(event, form, actionGroup, sessionAttributes, promptSessionAttributes),
  };
}

function readToolCall(event: unknown, toolName: string): Call {
  const problem = isFields(event)
    ? undefined
    : invalid("The event must be an object of the tool's arguments.");
  return { form: { type: 'gateway', toolName }, actionGroup: '', echoedCharacters: 0, problem };
}

function problemOf(
  { actionGroups, messageVersion }: Fields,
  form: Form,
  actionGroup: string | undefined,
  sessionAttributes: Attributes | null | undefined,
  promptSessionAttributes: Attributes | null | undefined,
): Problem | undefined {
  if (Array.isArray(actionGroups)) {
    return invalid(
      'The event has actionGroups[], the preview form of 2023. Prepare the agent anew: this function answers events with actionGroup, apiPath and httpMethod, or with function.',
    );
  }
  if (messageVersion !== undefined && messageVersion !== '1.0')
    return invalid('messageVersion must be "1.0".');
  if (actionGroup === undefined) return invalid('actionGroup must be text of at most 512 characters.');
  if (form.type === 'api' ? !form.apiPath || !form.httpMethod : form.type === 'function' && !form.function) {
    return invalid(
      'The event must have apiPath and httpMethod, or function: text of at most 512 characters.',
    );
  }
  if (sessionAttributes === null)
    return invalid('sessionAttributes must be an object whose values are text.');
  if (promptSessionAttributes === null) {
    return invalid('promptSessionAttributes must be an object whose values are text.');
  }
  return undefined;
}

function formOf({ apiPath, httpMethod, function: functionName }: Fields): Exclude<Form, { type: 'gateway' }> {
  if (apiPath === undefined && functionName !== undefined) {
    return { type: 'function', function: label(functionName) ?? '' };
  }
  return { type: 'api', apiPath: label(apiPath) ?? '', httpMethod: label(httpMethod) ?? '' };
}

/** What is repeated in the answer must leave room for the answer. */
const label = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 512 ? value : undefined;

/** AgentCore developer guide, Lambda targets. Lambda hands the client context on as the caller wrote it. */
function toolNameOf(context: unknown): string | undefined {
  const { clientContext } = (isFields(context) ? context : {}) as Fields;
  const { custom } = (isFields(clientContext) ? clientContext : {}) as Fields;
  const { bedrockAgentCoreToolName } = (isFields(custom) ? custom : {}) as Fields;
  return typeof bedrockAgentCoreToolName === 'string' ? bedrockAgentCoreToolName : undefined;
}

/** Undefined where there are none; null where they are no attributes. */
function readAttributes(value: unknown): Attributes | null | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isFields(value)) return null;
  const entries = Object.entries(value);
  // A new object with each value read once; fromEntries sets own properties, whatever their name.
  return entries.every(([, text]) => typeof text === 'string')
    ? Object.fromEntries(entries as [string, string][])
    : null;
}

function charactersOf(echoed: Readonly<Record<string, string>>): number {
  let characters = 0;
  for (const name of Object.keys(echoed)) characters += name.length + (echoed[name]?.length ?? 0) + 1;
  return characters;
}
