import config from '../../agent.config';
import { type Stage, stages } from '../../schemas/agent-config';
import type { Flags, FlagValues } from '../cli/command';
import { UsageError } from '../cli/errors';

/** Which deployment a command is about. */
export const stackFlags = {
  stage: { type: 'string', value: stages.join('|'), description: 'The stage (default: dev)' },
  profile: { type: 'string', value: 'NAME', description: 'AWS profile' },
  region: { type: 'string', value: 'NAME', description: 'AWS region, for example eu-central-1' },
} as const satisfies Flags;

/** What decides what is synthesized. */
export const synthFlags = {
  ...stackFlags,
  model: {
    type: 'string',
    value: 'ID|ARN',
    description: 'Another model than the one that agent.config.ts names for the stage',
  },
  context: {
    type: 'string',
    short: 'c',
    multiple: true,
    value: 'KEY=VALUE',
    description: 'Context, as the CDK takes it; stage and model are the same as the flags',
  },
} as const satisfies Flags;

export const yesFlag = {
  yes: { type: 'boolean', short: 'y', description: 'Do it without asking' },
} as const satisfies Flags;

export interface StackTarget {
  readonly stage: Stage;
  readonly profile?: string;
  readonly region?: string;
  readonly model?: string;
  /** Further context for the CDK, as `key=value`. */
  readonly context: readonly string[];
}

type GivenFlags = FlagValues<typeof stackFlags> & Partial<FlagValues<typeof synthFlags>>;

/** The deployment that the flags name. Throws UsageError for a stage or a region that there is not. */
export function targetOf(flags: GivenFlags): StackTarget {
  const { profile, region, context = [] } = flags;
  const given = either('stage', flags.stage, context) ?? 'dev';
  const stage = stages.find((known) => known === given);
  if (!stage) throw new UsageError(`--stage ${given}: the stages are ${stages.join(' and ')}`);
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(`--region ${region} is no AWS region`, 'For example --region eu-central-1');
  }
  const model = either('model', flags.model, context);
  return {
    stage,
    ...(profile && { profile }),
    ...(region && { region }),
    ...(model !== undefined && { model }),
    context: context.filter((pair) => !/^(stage|model)=/.test(pair)),
  };
}

/** What a flag says, or the context by the same name. Throws UsageError when they contradict each other. */
function either(name: string, flag: string | undefined, context: readonly string[]): string | undefined {
  const pairs = context.filter((pair) => pair.startsWith(`${name}=`));
  const values = new Set([
    ...(flag === undefined ? [] : [flag]),
    ...pairs.map((pair) => pair.slice(name.length + 1)),
  ]);
  if (values.size > 1) {
    throw new UsageError(
      `--${name} and -c ${name}= name two things: ${[...values].join(' and ')}`,
      'Give one of them',
    );
  }
  return [...values][0];
}

/** The flags that lead to the same deployment again: `--stage dev --profile NAME`. */
export const sameStage = ({ stage, profile, region }: StackTarget): string =>
  [`--stage ${stage}`, ...accessFlags({ profile, region })].join(' ');

/** Flags that the AWS CLI and the CDK know too. */
export const accessFlags = ({ profile, region }: Pick<StackTarget, 'profile' | 'region'>): string[] => [
  ...(profile ? [`--profile ${profile}`] : []),
  ...(region ? [`--region ${region}`] : []),
];

/** Its stacks, in the sequence of their deployment. */
export const stacksOf = ({ stage }: StackTarget) => ({
  data: `${config.name}-${stage}-data`,
  ...(config.knowledgeBase && { knowledgeBase: `${config.name}-${stage}-knowledge-base` }),
  agent: `${config.name}-${stage}-agent`,
});
