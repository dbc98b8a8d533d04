import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { scenarioFolder, scenariosNamed } from '../../../scripts/evaluation/read-scenarios';

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scenarios-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

it('says how to begin where there are no scenarios yet', () => {
  for (const name of [scenarioFolder, 'look-up']) {
    expect(() => scenariosNamed(name)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^There are no scenarios: no folder test.scenarios/),
        hint: expect.stringContaining('docs/recordings.md'),
      }),
    );
  }
});

it('leads to the names that there are', () => {
  mkdirSync(scenarioFolder, { recursive: true });
  expect(() => scenariosNamed('look-up')).toThrow('There is no scenario look-up');
});
