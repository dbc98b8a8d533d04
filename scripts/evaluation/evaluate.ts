import { checkScenario } from '../../evaluation/check-scenario';
import type { Judge } from '../../evaluation/judge';
import { notRun, outcomeOf, type Run, type ScenarioOutcome } from '../../evaluation/outcome';
import type { Price } from '../../evaluation/usage';
import type { Scenario } from '../../recording/scenario';
import type { EvaluationTarget } from './target';

export interface EvaluateProps {
  readonly target: EvaluationTarget;
  readonly judge?: Judge;
  readonly price?: Price;
  readonly signal: AbortSignal;
}

/** Runs one scenario as often as it wants, and holds what happened against it. */
export async function evaluate(scenario: Scenario, props: EvaluateProps): Promise<ScenarioOutcome> {
  const { target, judge, price, signal } = props;
  const plan = target.plan(scenario);
  if ('why' in plan) return notRun(scenario, plan.why);
  const runs: Run[] = [];
  for (const attempt of plan.attempts) {
    signal.throwIfAborted();
    const { evidence, ...observed } = await attempt();
    const checks = checkScenario(scenario, evidence, price);
    const { turns, usage } = evidence;
    runs.push({ checks: judge ? await judge(scenario, turns, checks) : checks, turns, usage, ...observed });
  }
  return outcomeOf(scenario, runs, plan.atLeast);
}
