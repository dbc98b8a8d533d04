import config from '../../agent.config';
import { modelFromText } from '../../infra/agent/model-override';
import { ConfigError } from '../../infra/config-error';
import type { ModelReference } from '../../schemas/agent-config';
import { UsageError } from '../cli/errors';
import { bootstrapOf } from './assembly-facts';
import { checkAgents } from './checks/agents';
import { checkBootstrap } from './checks/bootstrap';
import type { Check } from './checks/check';
import { checkModel } from './checks/model';
import type { StackTarget } from './flags';
import type { Identity } from './identity';

/** Looks for what would make a deployment fail half way. Throws CommandError for what certainly would. */
export async function preflight(
  target: StackTarget,
  identity: Identity,
  assembly: string,
): Promise<readonly Check[]> {
  const bootstrap = bootstrapOf(assembly);
  return Promise.all([
    ...(bootstrap ? [checkBootstrap(identity, bootstrap)] : []),
    checkAgents(identity),
    checkModel(identity, modelOf(target)),
  ]);
}

/** The model that the stage will have. Throws UsageError for a --model that is none. */
export function modelOf({ stage, model }: StackTarget): ModelReference {
  if (model === undefined) return config.model[stage];
  try {
    return modelFromText(model);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`--model: ${error.problem}`, error.mend);
    throw error;
  }
}

/** Checks for people, one a line. */
export const describeChecks = (checks: readonly Check[]): string =>
  checks.map(({ check, outcome, message }) => `  ${check.padEnd(10)} ${outcome}: ${message}\n`).join('');
