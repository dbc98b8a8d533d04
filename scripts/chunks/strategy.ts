import type { Chunking } from '../../emulator/knowledge-base/chunking/chunking';
import type { ChunkingConfig } from '../../schemas/knowledge-base-config';
import { UsageError } from '../cli/errors';

export type NamedChunking = Exclude<Chunking, { readonly strategy: 'DEFAULT' }>;
type Strategy = NamedChunking['strategy'];

interface Parameter {
  readonly name: string;
  /** As the console and the user guide (kb-chunking) propose it. */
  readonly initial: number;
  readonly least: number;
  readonly most: number;
}

const parameter = (name: string, initial: number, least = 1, most = 8_192): Parameter => ({
  name,
  initial,
  least,
  most,
});

const parameters: Readonly<Record<Strategy, readonly Parameter[]>> = {
  FIXED_SIZE: [parameter('maxTokens', 300), parameter('overlapPercentage', 20, 1, 99)],
  HIERARCHICAL: [
    parameter('parentMaxTokens', 1_500),
    parameter('childMaxTokens', 300),
    parameter('overlapTokens', 60),
  ],
  SEMANTIC: [
    parameter('maxTokens', 300),
    parameter('bufferSize', 0, 0, 1),
    parameter('breakpointPercentileThreshold', 95, 50, 99),
  ],
  NONE: [],
};

const strategies = Object.keys(parameters) as Strategy[];

/** How each strategy is written with its parameters: `FIXED_SIZE:maxTokens,overlapPercentage`. */
export const strategyForms: readonly string[] = strategies.map((strategy) => {
  const names = parameters[strategy].map(({ name }) => name);
  return names.length > 0 ? `${strategy}:${names.join(',')}` : strategy;
});

/** The configured chunking, as the emulator has it. */
export function configuredChunking(config: ChunkingConfig): NamedChunking {
  const { chunkingStrategy: strategy } = config;
  switch (strategy) {
    case 'FIXED_SIZE': {
      const { maxTokens, overlapPercentage } = config;
      return { strategy, maxTokens, overlapPercentage };
    }
    case 'HIERARCHICAL': {
      const [parent, child] = config.levelConfigurations;
      const { overlapTokens } = config;
      return { strategy, parentMaxTokens: parent.maxTokens, childMaxTokens: child.maxTokens, overlapTokens };
    }
    case 'SEMANTIC': {
      const { maxTokens, bufferSize, breakpointPercentileThreshold } = config;
      return { strategy, maxTokens, bufferSize, breakpointPercentileThreshold };
    }
    case 'NONE':
      return { strategy };
  }
}

/**
 * `--strategy` as it is typed: a name, which stands for the configured parameters if it is the configured strategy
 * and for AWS's own if not, or a name with its parameters. Throws UsageError.
 */
export function chunkingOf(text: string, configured: NamedChunking | undefined): NamedChunking {
  const [name = '', given, ...more] = text.split(':');
  const strategy = strategies.find((known) => known === name.trim().toUpperCase().replaceAll('-', '_'));
  if (!strategy || more.length > 0) {
    throw new UsageError(`--strategy ${text} is none`, `Write one of ${strategyForms.join('  ')}`);
  }
  if (given === undefined && configured?.strategy === strategy) return configured;
  const wanted = parameters[strategy];
  const values = given === undefined ? wanted.map(({ initial }) => String(initial)) : given.split(',');
  if (values.length !== wanted.length) {
    const form = strategyForms[strategies.indexOf(strategy)];
    throw new UsageError(
      `--strategy ${text} has ${values.length} parameters`,
      `Write ${strategy} or ${form}`,
    );
  }
  const numbers = wanted.map(({ name: parameterName, least, most }, at) => {
    const value = Number(values[at]?.trim() || Number.NaN);
    if (Number.isInteger(value) && value >= least && value <= most) return [parameterName, value] as const;
    throw new UsageError(
      `--strategy ${text}: ${parameterName} is ${values[at]}`,
      `It is a whole number from ${least} to ${most}`,
    );
  });
  const chunking = { strategy, ...Object.fromEntries(numbers) } as NamedChunking;
  const problem = contradiction(chunking);
  if (problem) throw new UsageError(`--strategy ${text}: ${problem}`);
  return chunking;
}

function contradiction(chunking: NamedChunking): string | undefined {
  if (chunking.strategy !== 'HIERARCHICAL') return undefined;
  const { parentMaxTokens, childMaxTokens, overlapTokens } = chunking;
  if (childMaxTokens > parentMaxTokens) return 'a child is no larger than its parent';
  return overlapTokens >= childMaxTokens ? 'the overlap is smaller than a child' : undefined;
}

/** `FIXED_SIZE maxTokens 300, overlapPercentage 20` */
export function describeChunking({ strategy, ...rest }: NamedChunking): string {
  const values = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  return [strategy, values.join(', ')].filter(Boolean).join(' ');
}
