import * as path from 'node:path';
import config from '../agent.config';
import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { currentConfig } from './laptop/current-config';
import { logPrinter } from './laptop/log-printer';
import { explained, openLaptop } from './laptop/open-laptop';
import { makeSourceMaps, sourceMapFolder } from './laptop/source-maps';
import { stay } from './laptop/stay';
import { followDocuments } from './laptop/sync-documents';
import { watch } from './laptop/watch';

const root = path.join(__dirname, '..');

export const dev = defineCommand({
  name: 'dev',
  summary: "Runs the emulator, prints the functions' logs, and takes over what you save, documents too.",
  flags: {
    port: { type: 'string', value: 'N', description: 'Port to listen on; a free one if not given' },
    inspect: { type: 'boolean', description: "Open Node's inspector in the functions; they get no timeout" },
  },
  examples: ['npm run -s dev', 'npm run -s dev -- --inspect'],
  notes: [
    'Talk to the agent from another terminal: npm run -s invoke-agent',
    'The knowledge base is filled with the documents at the start, and follows them as you save, also when you',
    'name another folder, prefix or chunking in agent.config.ts.',
    'What you change below emulator/ and scripts/ takes effect with the next start only.',
    '',
  ],
  async run({ flags, io, json, signal }) {
    if (json) throw new UsageError('dev prints logs, no result', 'npm run -s emulator -- --json');
    const port = flags.port === undefined ? undefined : Number(flags.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      throw new UsageError(`--port must be 0 to 65535, not ${flags.port}`, 'npm run -s dev -- --port 4510');
    }
    const log = logPrinter(io);
    const say = (text: string) => io.stderr.write(`${text}\n`);
    const inspect = flags.inspect && { inspect: { sourceMaps: sourceMapFolder() } };
    const synthesize = async () => {
      const made = await ensureAssembly({ io, signal });
      if (inspect) await makeSourceMaps(root, currentConfig().actionGroups);
      return made;
    };
    const assembly = await synthesize();
    const emulator = await openLaptop({ assembly, log, ...inspect, ...(port !== undefined && { port }) });
    if (!emulator.isOwn) {
      await emulator.close();
      throw new CommandError({
        code: 'ALREADY_RUNNING',
        message: `An emulator of this app already runs at ${emulator.endpoint} (process ${emulator.pid})`,
        hint: 'Stop it first: npm run -s emulator -- --stop',
      });
    }
    const documents = followDocuments({ endpoint: emulator.endpoint, say });
    let failed = false;
    await watch({
      root,
      signal,
      async onChange(files) {
        const since = performance.now();
        try {
          const made = await synthesize();
          if (made === emulator.assembly()) {
            if (failed) say('All is as it was before: the agent runs what you saved');
            failed = false;
            return;
          }
          await emulator.reload(made);
          failed = false;
          say(`Took over ${summary(files)} in ${Math.round(performance.now() - since)} ms`);
          await documents.take(currentConfig());
        } catch (error) {
          if (signal.aborted) return;
          failed = true;
          const { message, hint } = explained(error) as CommandError;
          say(`${message}\n${hint ? `  ${hint}\n` : ''}  The agent runs on as it was`);
        }
      },
    });
    io.stdout.write(`The emulator listens at ${emulator.endpoint}\n`);
    await documents.take(config);
    await stay(signal);
    await documents.end();
    await emulator.end();
    return { result: undefined, text: null };
  },
});

const summary = (files: readonly string[]): string =>
  files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');

if (require.main === module) start(dev);
