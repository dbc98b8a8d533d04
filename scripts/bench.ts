import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { benchEdit } from '../bench/edit';
import { benchHandlers, subjects } from '../bench/handlers';
import { type BenchedDocument, benchQuality } from '../bench/knowledge-base/quality';
import { benchRetrieval } from '../bench/knowledge-base/speed';
import { benchReplay } from '../bench/replay';
import { format, type Section, write } from '../bench/results';
import { benchSync } from '../bench/sync/bench-sync';
import { benchSynth } from '../bench/synth';
import { benchTurns } from '../bench/turns';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { withProgress } from './cli/io';
import { prepare } from './sync/content/prepare';
import { readFolder } from './sync/content/read-folder';

const sections: Readonly<
  Record<string, (rounds: number, turns: number, documents: number) => Promise<Section>>
> = {
  handlers: benchHandlers,
  synth: benchSynth,
  edit: benchEdit,
  turns: benchTurns,
  quality: () => benchQuality(corpus),
  retrieval: benchRetrieval,
  sync: (_rounds, _turns, documents) => benchSync(documents),
  replay: benchReplay,
};

/** The documents as `npm run sync` puts them into the bucket. */
async function corpus(): Promise<readonly BenchedDocument[]> {
  const folder = await readFolder(path.join(__dirname, '..', 'docs-corpus'));
  return (await prepare(folder, 'docs/')).objects;
}

export const bench = defineCommand({
  name: 'bench',
  summary: 'Measures the project beside its peers, and writes docs/benchmarks.md when every section ran.',
  flags: {
    only: {
      type: 'string',
      value: 'SECTION',
      description: `One section: ${Object.keys(sections).join(', ')}`,
    },
    rounds: { type: 'string', value: 'N', description: 'Samples of each subject', default: '21' },
    turns: {
      type: 'string',
      value: 'N',
      description: "Turns over which the emulator's memory is watched",
      default: '20000',
    },
    documents: {
      type: 'string',
      value: 'N',
      description: 'Documents that are synchronized',
      default: '10000',
    },
  },
  examples: ['npm run bench', 'npm run -s bench -- --only turns --turns 100000'],
  async run({ flags, io }) {
    const rounds = countOf('rounds', flags.rounds);
    const turns = countOf('turns', flags.turns);
    const documents = countOf('documents', flags.documents);
    const chosen = flags.only === undefined ? Object.keys(sections) : [flags.only];
    if (chosen.includes('handlers')) needSubjects();
    const results: Section[] = [];
    for (const name of chosen) {
      const section = sections[name];
      if (!section) {
        throw new UsageError(`--only ${name}: the sections are ${Object.keys(sections).join(', ')}`);
      }
      results.push(await withProgress(io, `Measuring ${name}`, () => section(rounds, turns, documents)));
    }
    const text = format(results, new Date().toISOString().slice(0, 10));
    if (flags.only === undefined) write(text);
    return { result: results, text };
  },
});

/** They speak of the project's first domain, and go when it does. */
function needSubjects(): void {
  const missing = Object.values(subjects).filter((file) => !existsSync(path.join(__dirname, '..', file)));
  if (missing.length === 0) return;
  const others = Object.keys(sections).filter((name) => name !== 'handlers');
  throw new CommandError({
    code: 'NO_SUBJECTS',
    message: `Nothing to measure handlers with: there is no ${missing.join(', no ')}`,
    hint: `Name your own in bench/handlers.ts, or measure one of the others: --only ${others.join(', ')}`,
  });
}

function countOf(flag: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new UsageError(`--${flag} ${text}: must be a whole number of at least 1`);
}

if (require.main === module) start(bench);
