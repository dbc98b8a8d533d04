import type { ExpectedCall, Scenario } from '../../recording/scenario';
import type { Contract, Operation } from '../../schemas/contract';
import { CommandError } from '../cli/errors';

interface ActionGroup {
  readonly name: string;
  readonly contract: Contract;
}

/**
 * Throws CommandError for a call that no contract has: forbidden under a mistyped name, an operation would never be
 * found to be called.
 */
export function refuseUnknownCalls(scenarios: readonly Scenario[], groups: readonly ActionGroup[]): void {
  const problems = scenarios.flatMap((scenario) =>
    callsOf(scenario).flatMap(([at, call]) =>
      problemsOf(call, groups).map((problem) => `${scenario.name}: ${at}.${problem}`),
    ),
  );
  if (problems.length === 0) return;
  throw new CommandError({
    code: 'SCENARIO_INVALID',
    message: problems.join('\n'),
    hint: 'Names of operations and arguments are those of the contracts in agent.config.ts',
  });
}

function callsOf({ turns, forbidden = [] }: Scenario): [at: string, call: ExpectedCall][] {
  const named = (at: string, calls: readonly ExpectedCall[] = []) =>
    calls.map((call, index): [string, ExpectedCall] => [`${at}.${index}`, call]);
  const inTurns = turns.flatMap(({ expect = {} }, index) =>
    (['calls', 'forbidden', 'confirmations'] as const).flatMap((kind) =>
      named(`turns.${index}.expect.${kind}`, expect[kind]),
    ),
  );
  return [...named('forbidden', forbidden), ...inTurns];
}

function problemsOf(call: ExpectedCall, groups: readonly ActionGroup[]): string[] {
  const { operationId, actionGroup } = call;
  const asked = groups.filter(({ name }) => actionGroup === undefined || name === actionGroup);
  if (asked.length === 0) return [`actionGroup: there is no ${actionGroup}`];
  const operations = asked.flatMap(({ contract }) => contract.operations[operationId] ?? []);
  if (operations.length === 0) {
    const known = asked.flatMap(({ contract }) => Object.keys(contract.operations));
    return [`operationId: there is no ${operationId}; there are ${known.join(', ')}`];
  }
  const known = new Set(operations.flatMap(argumentsOf));
  return Object.keys(call.arguments ?? {})
    .filter((name) => !known.has(name))
    .map((name) => `arguments: ${operationId} has no ${name}; it has ${[...known].join(', ') || 'none'}`);
}

const argumentsOf = ({ pathParameters, queryParameters, requestBody, page }: Operation): string[] => [
  ...[pathParameters, queryParameters, requestBody].flatMap((schema) =>
    Object.keys(schema?._zod.def.shape ?? {}),
  ),
  ...(page ? ['pageToken'] : []),
];
