import type { Contract, Operation, ResponseDefinition } from '../schemas/contract';

export interface KnownOperation {
  readonly operationId: string;
  readonly operation: Operation;
  /** The HTTP status behind an answer's body: agents' traces carry the body alone. */
  readonly statusOf: (body: string) => number | null;
}

/** Finds an operation as traces and return of control name it; the verb in either case. */
export type OperationLookup = (
  actionGroup: string,
  httpMethod: string,
  apiPath: string,
) => KnownOperation | undefined;

type Responses = Readonly<Record<number, Pick<ResponseDefinition, 'codes'>>>;

/**
 * The lookup over an agent's contracts. `envelopeProblems` are the answers that every operation can give
 * without declaring them.
 */
export function operationLookup(
  actionGroups: readonly { readonly name: string; readonly contract: Contract }[],
  envelopeProblems: Responses,
): OperationLookup {
  const known = new Map<string, KnownOperation>();
  const key = (group: string, method: string, path: string) => `${group} ${method.toLowerCase()} ${path}`;
  for (const { name, contract } of actionGroups) {
    for (const [operationId, operation] of Object.entries(contract.operations)) {
      const statusOf = statusReader(operation.responses, envelopeProblems);
      known.set(key(name, operation.method, operation.path), { operationId, operation, statusOf });
    }
  }
  return (group, method, path) => known.get(key(group, method, path));
}

function statusReader(declared: Responses, envelopeProblems: Responses): (body: string) => number | null {
  const byCode = new Map<string, number>();
  // Declared last: an operation may give one of the envelope's codes a status of its own.
  for (const responses of [envelopeProblems, declared]) {
    for (const [status, { codes = [] }] of Object.entries(responses)) {
      for (const code of codes) byCode.set(code, Number(status));
    }
  }
  const success = Object.keys(declared)
    .map(Number)
    .find((status) => status >= 200 && status < 300);
  return (body) => {
    const { code, isNothingElse } = problemOf(body);
    const known = code === undefined ? undefined : byCode.get(code);
    // A code of which nobody knows the status, and not an entity that happens to have a code.
    return known ?? (isNothingElse ? null : (success ?? null));
  };
}

function problemOf(body: string): { code?: string; isNothingElse: boolean } {
  try {
    const { code, message, ...rest } = JSON.parse(body) as Record<string, unknown>;
    if (typeof code !== 'string' || typeof message !== 'string') return { isNothingElse: false };
    return { code, isNothingElse: Object.keys(rest).length === 0 };
  } catch {
    return { isNothingElse: false };
  }
}
