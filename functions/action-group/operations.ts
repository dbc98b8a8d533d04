import type { $ZodObject, $ZodType } from 'zod/v4/core';
import type { Contract, Operation } from '../../schemas/contract';
import type { Form } from './call';
import { Problem } from './errors';

export type Arguments = Readonly<Record<string, unknown>>;

/** What a handler is at run time; its types were checked where it was given to defineActionGroup. */
export type AnyHandler = (input: Arguments, context: object) => unknown;

export interface PreparedOperation {
  readonly operationId: string;
  readonly operation: Operation;
  readonly handle: AnyHandler;
  readonly parts: readonly $ZodObject[];
  /** The parameters and where their values go: the names of path, query and body are one namespace. */
  readonly parameters: ReadonlyMap<string, { readonly schema: $ZodType; readonly part: number }>;
}

export class Operations {
  private readonly byPath = new Map<string, PreparedOperation>();
  private readonly byId = new Map<string, PreparedOperation>();

  /** Throws on a contract that no event could be matched with: that is for the developer, at the first load. */
  constructor(contract: Contract, handlers: Readonly<Record<string, unknown>>) {
    for (const [operationId, operation] of Object.entries(contract.operations)) {
      const handle = handlers[operationId];
      if (typeof handle !== 'function') throw new Error(`${operationId} has no handler`);
      const prepared = prepare(operationId, operation, handle as AnyHandler);
      this.byPath.set(`${operation.method} ${operation.path}`, prepared);
      this.byId.set(operationId, prepared);
    }
  }

  find(form: Form): PreparedOperation | Problem {
    const found =
      form.type === 'api'
        ? this.byPath.get(`${form.httpMethod.toLowerCase()} ${form.apiPath}`)
        : this.byId.get(form.type === 'function' ? form.function : form.toolName);
    return found ?? this.unknown(form);
  }

  private unknown(form: Form): Problem {
    const [what, known] =
      form.type === 'api'
        ? ['httpMethod and apiPath name', [...this.byPath.keys()].map(upperCaseMethod)]
        : [form.type === 'function' ? 'function names' : 'The tool names', [...this.byId.keys()]];
    const message = `${what} no operation. There are: ${known.join(', ')}.`;
    return Problem.of(404, 'UNKNOWN_OPERATION', message.slice(0, 900));
  }
}

const upperCaseMethod = (key: string) => key.replace(/^\w+/, (method) => method.toUpperCase());

function prepare(operationId: string, operation: Operation, handle: AnyHandler): PreparedOperation {
  const { pathParameters, queryParameters, requestBody } = operation;
  const parts = [pathParameters, queryParameters, requestBody].filter((part) => part !== undefined);
  const parameters = new Map<string, { schema: $ZodType; part: number }>();
  for (const [part, { _zod }] of parts.entries()) {
    for (const [name, schema] of Object.entries(_zod.def.shape)) {
      if (parameters.has(name)) {
        throw new Error(
          `${operationId}: ${name} is declared twice; names must differ between path, query and body`,
        );
      }
      parameters.set(name, { schema, part });
    }
  }
  return { operationId, operation, handle, parts, parameters };
}
