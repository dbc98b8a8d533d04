import { benchHandlers } from '../bench/handlers';
import { format, type Section, write } from '../bench/results';
import { benchSynth } from '../bench/synth';
import { defineCommand, start } from './cli/command';
import { UsageError } from './cli/errors';
import { withProgress } from './cli/io';

const sections: Readonly<Record<string, (rounds: number) => Promise<Section>>> = {
  handlers: benchHandlers,
  synth: benchSynth,
};

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
  },
  examples: ['npm run bench', 'npm run -s bench -- --only handlers --rounds 5'],
  async run({ flags, io }) {
    const rounds = Number(flags.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) {
      throw new UsageError(`--rounds ${flags.rounds}: must be a whole number of at least 1`);
    }
    const chosen = flags.only === undefined ? Object.keys(sections) : [flags.only];
    const results: Section[] = [];
    for (const name of chosen) {
      const section = sections[name];
      if (!section) {
        throw new UsageError(`--only ${name}: the sections are ${Object.keys(sections).join(', ')}`);
      }
      results.push(await withProgress(io, `Measuring ${name}`, () => section(rounds)));
    }
    const text = format(results, new Date().toISOString().slice(0, 10));
    if (flags.only === undefined) write(text);
    return { result: results, text };
  },
});

if (require.main === module) start(bench);
