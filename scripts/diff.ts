import { defineCommand, start } from './cli/command';
import { CommandError } from './cli/errors';
import { runCdk } from './stack/cdk';
import { synthFlags, targetOf } from './stack/flags';
import { identify, placeOf } from './stack/identity';
import { modelOf } from './stack/preflight';
import { synthesize } from './stack/synthesize';

export const diff = defineCommand({
  name: 'diff',
  summary: 'Shows on stderr what a deployment would change at AWS. Changes nothing.',
  flags: synthFlags,
  examples: ['npm run -s diff', 'npm run -s diff -- --stage prod --profile work'],
  async run({ flags, io, signal }) {
    const target = targetOf(flags);
    modelOf(target);
    const identity = await identify(target);
    const { assembly } = await synthesize(target, { io, signal });
    // A change set would tell a little more, but for a new stack the CDK makes and deletes a stack to have one.
    const args = ['diff', '--app', assembly, '--method', 'template'];
    const { exitCode, output } = await runCdk(args, { io, signal, target: identity.access });
    if (exitCode !== 0) {
      throw new CommandError({
        code: 'DIFF_FAILED',
        message: 'The CDK could not compare the stacks',
        hint: 'Its own words stand above',
      });
    }
    const differences = Number(/Number of stacks with differences: (\d+)/.exec(output)?.[1] ?? 0);
    const { account, region } = identity;
    return {
      result: { stage: target.stage, account, region, differences },
      text: `${differences} of the stacks would change in ${placeOf(identity)}`,
    };
  },
});

if (require.main === module) start(diff);
