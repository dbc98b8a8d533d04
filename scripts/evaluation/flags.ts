import type { Price } from '../../evaluation/usage';
import type { Flags, FlagValues } from '../cli/command';
import { UsageError } from '../cli/errors';
import { targetFlags } from '../conversation/flags';

export const evaluationFlags = {
  ...targetFlags,
  replay: {
    type: 'boolean',
    description:
      "Offline and without a model: the recorded decisions with today's agent, where there are any",
  },
  recordings: { type: 'string', value: 'FOLDER', description: 'With --replay: where recordings are' },
  model: {
    type: 'string',
    value: 'MODEL_ID',
    description: "The emulator's agent thinks with this model of Amazon Bedrock, in your AWS account",
  },
  judge: {
    type: 'string',
    value: 'MODEL_ID',
    description:
      'A model of Amazon Bedrock, in your AWS account, decides the criteria that only a reader can',
  },
  runs: { type: 'string', value: 'N', description: 'Runs of each scenario; its pass rate stays' },
  'input-price': { type: 'string', value: 'USD', description: 'What 1,000 input tokens cost' },
  'output-price': { type: 'string', value: 'USD', description: 'What 1,000 output tokens cost' },
  junit: { type: 'string', value: 'FILE', description: 'Write the report as JUnit XML' },
  html: { type: 'string', value: 'FILE', description: 'Write the report as one HTML file with every step' },
  yes: {
    type: 'boolean',
    short: 'y',
    description: 'With --stage, --model and --judge: do it without asking',
  },
  profile: { ...targetFlags.profile, description: 'With --stage, --model and --judge: AWS profile' },
  region: { ...targetFlags.region, description: 'With --stage, --model and --judge: AWS region' },
} as const satisfies Flags;

export type EvaluationFlags = FlagValues<typeof evaluationFlags>;

/** Runs of each scenario, if they are given. Throws UsageError. */
export function runsOf({ runs, replay }: EvaluationFlags): number | undefined {
  if (runs === undefined) return undefined;
  if (replay) {
    throw new UsageError(
      '--runs and --replay contradict each other',
      'A recording gives the same decisions each time; record the scenario more often instead',
    );
  }
  const count = Number(runs);
  if (/^\d{1,3}$/.test(runs) && count >= 1 && count <= 100) return count;
  throw new UsageError(`--runs ${runs}: a whole number from 1 to 100`);
}

/** The price, if it is given: never a part of it. Throws UsageError. */
export function priceOf(flags: EvaluationFlags): Price | undefined {
  const { 'input-price': input, 'output-price': output } = flags;
  if (input === undefined && output === undefined) return undefined;
  if (input === undefined || output === undefined) {
    const missing = input === undefined ? '--input-price' : '--output-price';
    throw new UsageError(`${missing} is missing`, 'Input and output tokens each have their price');
  }
  return {
    per1000InputTokens: usd('--input-price', input),
    per1000OutputTokens: usd('--output-price', output),
  };
}

function usd(flag: string, given: string): number {
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given);
  throw new UsageError(`${flag} ${given}: USD for 1,000 tokens, for example 0.0006`);
}
