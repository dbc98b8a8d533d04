import type { Scenario } from '../recording/scenario';
import type { Check } from './check';
import type { EvidenceTurn } from './evidence';
import { addUsage, type Usage } from './usage';

/** One run of a scenario. */
export interface Run {
  readonly checks: readonly Check[];
  readonly turns: readonly EvidenceTurn[];
  readonly usage: Usage;
  /** Milliseconds. */
  readonly duration: number;
  /** The recording that was replayed. */
  readonly recording?: string;
}

/** `not checked`: nothing failed, and of what the scenario expects nothing could be checked. */
export type Result = 'passed' | 'failed' | 'not checked' | 'not run';

export interface ScenarioOutcome {
  readonly name: string;
  readonly scenario: Scenario;
  readonly result: Result;
  /** Why it was not run. */
  readonly why?: string;
  readonly runs: readonly Run[];
  /** Of the runs, so many have to pass. */
  readonly atLeast: number;
}

/** How often a scenario runs and how many of the runs have to pass; `given` runs keep the rate. */
export function ratesOf({ passRate }: Pick<Scenario, 'passRate'>, given?: number) {
  const { runs, atLeast } = passRate ?? { runs: 1, atLeast: 1 };
  const count = given ?? runs;
  return { runs: count, atLeast: Math.ceil((count * atLeast) / runs - 1e-9) };
}

export const runPassed = ({ checks }: Pick<Run, 'checks'>): boolean =>
  checks.every(({ result }) => result !== 'failed');

/** What runs come to: enough of them have to pass. */
export function outcomeOf(scenario: Scenario, runs: readonly Run[], atLeast: number): ScenarioOutcome {
  const { name } = scenario;
  const passed = runs.filter(runPassed).length;
  if (passed < atLeast) return { name, scenario, result: 'failed', runs, atLeast };
  const expected = runs.flatMap(({ checks }) => checks.filter(({ kind }) => kind !== 'completes'));
  const vain = expected.length > 0 && expected.every(({ result }) => result === 'not checked');
  return { name, scenario, result: vain ? 'not checked' : 'passed', runs, atLeast };
}

export const notRun = (scenario: Scenario, why: string): ScenarioOutcome => ({
  name: scenario.name,
  scenario,
  result: 'not run',
  why,
  runs: [],
  atLeast: 0,
});

export const totalUsage = (all: readonly ScenarioOutcome[]): Usage =>
  addUsage(all.flatMap(({ runs }) => runs.map(({ usage }) => usage)));
