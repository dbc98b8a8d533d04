import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError } from './cli/errors';
import { seedsOf, templatesOf } from './stack/assembly-facts';
import { sameStage, stackFlags, stacksOf, targetOf } from './stack/flags';
import { identify, placeOf } from './stack/identity';
import { findStack, outputsOf } from './stack/outputs';
import { writeItems } from './stack/write-items';

export const seed = defineCommand({
  name: 'seed',
  summary: 'Writes the samples of agent.config.ts into the deployed tables, over items of the same key.',
  flags: stackFlags,
  examples: ['npm run -s seed -- --stage dev'],
  notes: ['Never in prod. The laptop needs no seed: the emulator fills new tables by itself.', ''],
  async run({ flags, io, signal }) {
    const target = targetOf(flags);
    const { stage } = target;
    if (stage === 'prod') {
      throw new CommandError({
        code: 'NEVER_IN_PROD',
        message: 'Samples are never written into prod, where they would be taken for real',
        hint: 'npm run -s seed -- --stage dev',
      });
    }
    const identity = await identify(target);
    const stackName = stacksOf(target).data;
    const stack = await findStack(identity.access, stackName);
    if (!stack) {
      throw new CommandError({
        code: 'NOT_DEPLOYED',
        message: `There is no stack ${stackName} in ${placeOf(identity)}`,
        hint: `npm run -s deploy -- ${sameStage(target)}`,
      });
    }
    const assembly = await ensureAssembly({ stage, io, signal });
    const outputs = outputsOf(stack);
    const tables: { table: string; items: number }[] = [];
    for (const { output, items } of seedsOf(assembly, templatesOf(assembly).get(stackName) ?? {})) {
      const table = outputs[output];
      if (!table) {
        throw new CommandError({
          code: 'NOT_DEPLOYED',
          message: `The stack ${stackName} has no output ${output}: it is older than agent.config.ts`,
          hint: `npm run -s deploy -- ${sameStage(target)}`,
          result: { tables },
        });
      }
      tables.push({ table, items: await writeItems(identity.access, table, items, signal) });
    }
    const { account, region } = identity;
    return {
      result: { stage, account, region, tables },
      text:
        tables.length === 0
          ? 'No table of agent.config.ts names a seed'
          : tables.map(({ table, items }) => `${items} items in ${table}, ${placeOf(identity)}`).join('\n'),
    };
  },
});

if (require.main === module) start(seed);
