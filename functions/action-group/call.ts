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
  problem: invalid('The event cannot be read: it must be a JSON object, as Bedrock sends it.'),
};

/**
 * Recognises API-schema events, function-details events, and tool calls of AgentCore Gateway, whose event is
 * the arguments alone and whose tool, `<target>___<operationId>`, is in the context.
 */
export function readCall(event: unknown, context: unknown): Call {
  const toolName = toolNameOf(context);
  if (toolName !== undefined) {
    const form: Form = { type: 'gateway', toolName: toolName.replace(/^.*?___/s, '') };
    return isFields(event)
      ? { form, actionGroup: '' }
      : { form, actionGroup: '', problem: invalid("The event must be an object of the tool's arguments.") };
  }
  if (!isFields(event)) return unreadable;
  const form = formOf(event);
  const actionGroup = label(event.actionGroup);
  const answerable: Call = { form, actionGroup: actionGroup ?? '' };
  const refuse = (message: string): Call => ({ ...answerable, problem: invalid(message) });
  if (Array.isArray(event.actionGroups)) {
    return refuse(
      'The event has actionGroups[], the preview form of 2023. Prepare the agent anew: this function answers events with actionGroup, apiPath and httpMethod, or with function.',
    );
  }
  const { messageVersion } = event;
  if (messageVersion !== undefined && messageVersion !== '1.0')
    return refuse('messageVersion must be "1.0".');
  if (actionGroup === undefined) return refuse('actionGroup must be text of at most 512 characters.');
  if (form.type === 'function' ? !form.function : !form.apiPath || !form.httpMethod) {
    return refuse('The event must have apiPath and httpMethod, or function: text of at most 512 characters.');
  }
  const sessionAttributes = readAttributes(event.sessionAttributes);
  const promptSessionAttributes = readAttributes(event.promptSessionAttributes);
  if (!sessionAttributes || !promptSessionAttributes) {
    const name = sessionAttributes ? 'promptSessionAttributes' : 'sessionAttributes';
    return refuse(`${name} must be an object whose values are text.`);
  }
  return {
    ...answerable,
    ...(sessionAttributes !== absent && { sessionAttributes }),
    ...(promptSessionAttributes !== absent && { promptSessionAttributes }),
  };
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

const absent: Attributes = {};

function readAttributes(value: unknown): Attributes | undefined {
  if (value === undefined || value === null) return absent;
  if (!isFields(value)) return undefined;
  const entries = Object.entries(value);
  // A new object with each value read once; fromEntries sets own properties, whatever their name.
  return entries.every(([, text]) => typeof text === 'string')
    ? Object.fromEntries(entries as [string, string][])
    : undefined;
}
