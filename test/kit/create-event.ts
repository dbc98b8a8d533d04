import type { $ZodType, input } from 'zod/v4/core';
import { concrete, isIntegral } from '../../functions/action-group/decoding/decode';
import type {
  ActionGroupEvent,
  Attributes,
  FunctionEvent,
  Property,
} from '../../functions/action-group/event';
import type { Contract, Operation } from '../../schemas/contract';
import { javaText, pythonText } from './foreign-text';

export { createContext } from './create-context';

type InputOf<Schema> = Schema extends $ZodType ? input<Schema> : unknown;
type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** What a caller may give an operation: path, query and body side by side, and whatever has a default optional. */
export type ArgumentsOf<O extends Operation> = Simplify<
  InputOf<O['pathParameters']> & InputOf<O['queryParameters']> & InputOf<O['requestBody']>
>;

/**
 * Who sends an event, and so how its arguments are written:
 * - `strings`: Bedrock, API schema. Every scalar is a string, arrays and objects are JSON.
 * - `strings-multiline`: the same with the line breaks and indentation that models sometimes put into JSON.
 * - `java`: the same with arrays and objects in Java's toString() form, such as `[{a=1}]`, which Bedrock has sent.
 * - `function`: Bedrock, function details; `function` is the operationId.
 * - `agentcore-shim`: AWS's migration shim before an existing function: body values are native JSON, the others
 *   Python's `str()`, and there are no agent, session or session attributes.
 * - `agentcore-gateway`: AgentCore Gateway. The event is the arguments; `createContext({ toolName })` has the tool.
 */
export type EventForm =
  | 'strings'
  | 'strings-multiline'
  | 'java'
  | 'function'
  | 'agentcore-shim'
  | 'agentcore-gateway';

export interface EventOptions<Form extends EventForm> {
  /** The customer, as an authenticated caller of InvokeAgent names them: in `sessionAttributes.customerId`. */
  readonly customerId?: string;
  readonly sessionAttributes?: Attributes;
  readonly promptSessionAttributes?: Attributes;
  readonly actionGroup?: string;
  readonly inputText?: string;
  readonly sessionId?: string;
  /** `strings` if not given. */
  readonly form?: Form;
}

type EventOf<Form extends EventForm> = Form extends 'function'
  ? FunctionEvent
  : Form extends 'agentcore-gateway'
    ? Record<string, unknown>
    : ActionGroupEvent;

/**
 * The event of one operation as Bedrock really sends it, typed by the contract: an unknown operation or a wrong
 * argument does not compile.
 *
 * @example
 * const event = createEvent(loans, 'getLoan', { loanId: 'LN-20001' }, { customerId: 'CUST-001' });
 * const { status, body } = readAnswer(await handler(event, createContext()));
 */
export function createEvent<
  const C extends Contract,
  Id extends keyof C['operations'] & string,
  Form extends EventForm = 'strings',
>(
  contract: C,
  operationId: Id,
  args: NoInfer<ArgumentsOf<C['operations'][Id]>>,
  options: EventOptions<Form> = {},
): EventOf<Form> {
  const operation = contract.operations[operationId];
  if (!operation) throw new Error(`The contract has no operation ${operationId}`);
  return eventOf(operationId, operation, args, options) as unknown as EventOf<Form>;
}

function eventOf(
  operationId: string,
  operation: Operation,
  args: object,
  { form = 'strings', ...options }: EventOptions<EventForm>,
): ActionGroupEvent | FunctionEvent | object {
  if (form === 'agentcore-gateway') return { ...args };
  const { path, method, requestBody } = operation;
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const inBody = ([name]: [string, unknown]) => Object.hasOwn(requestBody?._zod.def.shape ?? {}, name);
  const asApi = (parameter: Write, bodyProperty: Write) => ({
    apiPath: path,
    httpMethod: method.toUpperCase(),
    parameters: given.filter((entry) => !inBody(entry)).map(parameter),
    ...(requestBody && {
      requestBody: {
        content: { 'application/json': { properties: given.filter(inBody).map(bodyProperty) } },
      },
    }),
  });
  if (form === 'agentcore-shim') {
    const parameter: Write = ([name, value]) => ({ name, value: pythonText(value), type: 'string' });
    const bodyProperty: Write = ([name, value]) => ({ name, value });
    const { actionGroup = 'migrated' } = options;
    return { messageVersion: '1.0', actionGroup, ...asApi(parameter, bodyProperty) };
  }
  const asText: Write = ([name, value]) => {
    return { name, type: typeOf(schemaOf(operation, name)), value: textOf(value, form) };
  };
  const { customerId, sessionAttributes, promptSessionAttributes } = options;
  return {
    messageVersion: '1.0',
    agent: { name: 'test-agent', id: 'AGENT12345', alias: 'TSTALIASID', version: 'DRAFT' },
    inputText: options.inputText ?? 'What the user said',
    sessionId: options.sessionId ?? '123456789012345',
    actionGroup: options.actionGroup ?? 'test',
    sessionAttributes: { ...sessionAttributes, ...(customerId !== undefined && { customerId }) },
    promptSessionAttributes: { ...promptSessionAttributes },
    ...(form === 'function'
      ? { function: operationId, parameters: given.map(asText) }
      : asApi(asText, asText)),
  };
}

type Write = (entry: [name: string, value: unknown]) => Property;

function schemaOf({ pathParameters, queryParameters, requestBody }: Operation, name: string): $ZodType {
  for (const part of [pathParameters, queryParameters, requestBody]) {
    const shape = part?._zod.def.shape ?? {};
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (schema) return schema;
  }
  throw new Error(`The operation has no ${name}`);
}

/** The type as the OpenAPI document has it, which Bedrock repeats. */
function typeOf(schema: $ZodType): string {
  const { def } = concrete(schema)._zod;
  if (def.type === 'number') return isIntegral(def) ? 'integer' : 'number';
  return ['boolean', 'array', 'object'].includes(def.type) ? def.type : 'string';
}

function textOf(value: unknown, form: EventForm): string {
  if (typeof value !== 'object') return String(value);
  if (form === 'java') return javaText(value);
  return form === 'strings-multiline' ? `\n${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value);
}
