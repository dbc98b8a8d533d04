import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import config from '../agent.config';
import { operationLookup } from '../client/operations';
import { readScenarios, type Scenario, ScenarioError } from '../recording/scenario';
import { envelopeProblems } from '../schemas/problem';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import * as given from './conversation/flags';
import { openAgent } from './conversation/open-agent';
import { openFresh } from './recording/fresh-laptop';
import { startRecording } from './recording/record';
import { runScenario } from './recording/run-scenario';

const folder = path.join('test', 'scenarios');

export const record = defineCommand({
  name: 'record',
  summary: 'Records scenarios with the agent: each becomes a file that npm run -s replay tests.',
  positionals: 'SCENARIO...',
  flags: {
    ...given.targetFlags,
    out: { type: 'string', value: 'FOLDER', default: 'test/recordings', description: 'Where the files go' },
    force: { type: 'boolean', description: 'Write over a recording of the same name' },
    'no-redaction': { type: 'boolean', description: 'Keep ids, addresses and long numbers as they are' },
  },
  examples: [
    'npm run -s record -- look-up',
    'npm run -s record -- test/scenarios/look-up.yaml --out recordings',
    'npm run -s record -- look-up --stage dev',
  ],
  notes: [
    `A SCENARIO is a file or a folder, or the name of one in ${folder}. On the laptop each begins with the tables'`,
    'seed, in an emulator of its own.',
    '',
  ],
  async run({ flags, positionals, io, signal }) {
    const place = given.placeOf(flags);
    if (positionals.length === 0) {
      throw new UsageError('A scenario is missing', 'npm run -s record -- test/scenarios');
    }
    const scenarios = positionals.flatMap(read);
    const lookup = operationLookup(config.actionGroups, envelopeProblems);
    const files: string[] = [];
    for (const scenario of scenarios) {
      signal.throwIfAborted();
      const file = path.join(flags.out, `${scenario.name}.jsonl`);
      if (existsSync(file) && !flags.force) {
        throw new UsageError(`${file} is there already`, 'Add --force to write over it');
      }
      const agent =
        place.kind === 'laptop' ? await openFresh(io, signal) : await openAgent(place, io, signal);
      try {
        const { target } = agent;
        const sessionId = randomUUID();
        const recording = await startRecording({
          file,
          overwrite: flags.force,
          target,
          lookup,
          sessionId,
          source: `npm run record, scenario ${scenario.name}`,
          scenario: scenario.name,
          redact: !flags['no-redaction'],
          ...(scenario.volatile && { volatile: scenario.volatile }),
        });
        try {
          await runScenario({ scenario, target, lookup, sessionId, observer: recording.observer, signal });
        } finally {
          recording.close();
        }
      } finally {
        await agent.close();
      }
      files.push(file);
      io.stderr.write(`${file}\n`);
    }
    return { result: { files }, text: null };
  },
});

function read(name: string): Scenario[] {
  const places = [name, path.join(folder, name), path.join(folder, `${name}.yaml`)];
  const found = places.find((one) => existsSync(one));
  if (found === undefined) {
    throw new UsageError(`There is no scenario ${name}`, `The names are those of the files in ${folder}`);
  }
  try {
    return readScenarios(found);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new CommandError({ code: 'SCENARIO_INVALID', message: error.message, hint: 'docs/recordings.md' });
  }
}

if (require.main === module) start(record);
