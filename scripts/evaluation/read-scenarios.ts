import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { readScenarios, type Scenario, ScenarioError } from '../../recording/scenario';
import { CommandError, UsageError } from '../cli/errors';

export const scenarioFolder = path.join('test', 'scenarios');

/** The scenarios of a file or a folder, or the one of this name. Throws CommandError. */
export function scenariosNamed(name: string): Scenario[] {
  const places = [name, path.join(scenarioFolder, name), path.join(scenarioFolder, `${name}.yaml`)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    if (!existsSync(scenarioFolder)) {
      throw new UsageError(
        `There are no scenarios: no folder ${scenarioFolder}${name === scenarioFolder ? '' : `, and no ${name}`}`,
        'Write one, a file *.yaml: docs/recordings.md says what it has; or name a file or a folder',
      );
    }
    throw new UsageError(
      `There is no scenario ${name}`,
      `The names are those of the files in ${scenarioFolder}`,
    );
  }
  let scenarios: Scenario[];
  try {
    scenarios = readScenarios(found);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new CommandError({ code: 'SCENARIO_INVALID', message: error.message, hint: 'docs/recordings.md' });
  }
  if (scenarios.length === 0) throw new UsageError(`${found} has no scenarios: files *.yaml`);
  return scenarios;
}
