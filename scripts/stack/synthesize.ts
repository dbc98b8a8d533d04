import * as path from 'node:path';
import { CommandError } from '../cli/errors';
import { type RunCdkOptions, root, runCdk } from './cdk';
import type { StackTarget } from './flags';

export interface Synthesis {
  /** The folder of the assembly. */
  readonly assembly: string;
  readonly seconds: number;
}

/** Synthesizes through the CDK, validated, into cdk.out. Needs neither an account nor a connection. */
export async function synthesize(
  target: StackTarget,
  options: Omit<RunCdkOptions, 'target' | 'env'>,
): Promise<Synthesis> {
  const started = performance.now();
  const { stage, model, context } = target;
  const assembly = path.join(root, 'cdk.out');
  const pairs = [`stage=${stage}`, ...(model === undefined ? [] : [`model=${model}`]), ...context];
  const args = ['synth', '--quiet', ...pairs.flatMap((pair) => ['-c', pair]), '--output', assembly];
  const { exitCode, output } = await runCdk(args, {
    ...options,
    target: {},
    // The templates name no account, so nobody needs to be asked which; in a cloud shell that takes seconds.
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
  });
  if (exitCode !== 0) {
    throw new CommandError({
      code: 'SYNTH_FAILED',
      message: `The app does not synthesize for stage ${stage}`,
      hint: 'What is wrong stands above; npm run -s validate explains the rules for agent.config.ts',
      result: { output: output.replace(/^Bundling asset .*\n/gm, '').trim() },
    });
  }
  return { assembly, seconds: (performance.now() - started) / 1000 };
}
