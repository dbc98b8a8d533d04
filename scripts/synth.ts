import * as path from 'node:path';
import { defineCommand, start } from './cli/command';
import { templatesOf } from './stack/assembly-facts';
import { synthFlags, targetOf } from './stack/flags';
import { modelOf } from './stack/preflight';
import { synthesize } from './stack/synthesize';

export const synth = defineCommand({
  name: 'synth',
  summary: 'Synthesizes the CloudFormation templates into cdk.out and validates them. Needs no AWS account.',
  flags: synthFlags,
  examples: ['npm run -s synth', 'npm run -s synth -- --stage prod --model eu.amazon.nova-pro-v1:0'],
  async run({ flags, io, signal }) {
    const target = targetOf(flags);
    modelOf(target);
    const { assembly, seconds } = await synthesize(target, { io, signal });
    const stacks = [...templatesOf(assembly).keys()];
    return {
      result: { stage: target.stage, assembly, stacks, seconds: Number(seconds.toFixed(1)) },
      text: `${stacks.join(' and ')} in ${path.relative(process.cwd(), assembly)} (${seconds.toFixed(1)} s)`,
    };
  },
});

if (require.main === module) start(synth);
