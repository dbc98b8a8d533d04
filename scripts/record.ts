import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import config from '../agent.config';
import { operationLookup } from '../client/operations';
import { envelopeProblems } from '../schemas/problem';
import { defineCommand, start } from './cli/command';
import { UsageError } from './cli/errors';
import * as given from './conversation/flags';
import { openAgent } from './conversation/open-agent';
import { scenarioFolder, scenariosNamed } from './evaluation/read-scenarios';
import { openFresh } from './recording/fresh-laptop';
import { startRecording } from './recording/record';
import { runScenario } from './recording/run-scenario';
import { seedsOf } from './recording/seed-rows';

export const record = defineCommand({
  name: 'record',
  summary: 'Records scenarios with the agent: each becomes a file that npm run -s replay tests.',
  positionals: 'SCENARIO...',
  flags: {
    ...given.targetFlags,
    out: { type: 'string', value: 'FOLDER', default: 'test/recordings', description: 'Where the files go' },
    seeded: {
      type: 'boolean',
      description:
        "With --stage: the tables hold npm run -s seed's items; those that were named become the rows",
    },
    force: { type: 'boolean', description: 'Write over a recording of the same name' },
    'no-redaction': { type: 'boolean', description: 'Keep ids, addresses and long numbers as they are' },
  },
  examples: [
    'npm run -s record -- look-up',
    'npm run -s record -- test/scenarios/look-up.yaml --out recordings',
    'npm run -s record -- look-up --stage dev --seeded',
  ],
  notes: [
    `A SCENARIO is a file or a folder, or the name of one in ${scenarioFolder}. On the laptop each begins with the tables'`,
    'seed, in an emulator of its own. On AWS no function tells which rows it read, and without rows npm run -s replay',
    'cannot run what was recorded: --seeded takes them from the seed.',
    '',
  ],
  async run({ flags, positionals, io, signal }) {
    const place = given.placeOf(flags);
    if (positionals.length === 0) {
      throw new UsageError('A scenario is missing', 'npm run -s record -- test/scenarios');
    }
    const scenarios = positionals.flatMap(scenariosNamed);
    if (flags.seeded && place.kind !== 'stage') throw new UsageError('--seeded needs --stage');
    const seeds = flags.seeded ? await seedsOf(io, signal) : undefined;
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
          ...(seeds && { seeds }),
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

if (require.main === module) start(record);
