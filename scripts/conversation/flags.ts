import { type Stage, stages } from '../../schemas/agent-config';
import type { Flags, FlagValues } from '../cli/command';
import { UsageError } from '../cli/errors';

/** Which agent a command talks to. */
export const targetFlags = {
  stage: { type: 'string', value: stages.join('|'), description: 'The deployed agent, not the laptop' },
  profile: { type: 'string', value: 'NAME', description: 'With --stage: AWS profile' },
  region: { type: 'string', value: 'NAME', description: 'With --stage: AWS region' },
  endpoint: {
    type: 'string',
    value: 'URL',
    description: 'A running emulator, as npm run -s emulator prints it',
  },
} as const satisfies Flags;

/** What it says to the agent, and in whose name. */
export const turnFlags = {
  session: { type: 'string', value: 'ID', description: 'Go on with this session' },
  attr: {
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    description: 'Session attribute; without --stage, beside the defaults of agent.config.ts',
  },
  trace: { type: 'boolean', description: "Show the agent's steps on stderr" },
  confirm: {
    type: 'string',
    value: 'yes|no',
    description: 'Answer to actions that ask first; without a prompt, to those of --session',
  },
} as const satisfies Flags;

export type TargetFlags = FlagValues<typeof targetFlags>;

export type Place =
  | { readonly kind: 'laptop' }
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  | { readonly kind: 'stage'; readonly stage: Stage; readonly profile?: string; readonly region?: string };

/** Where the agent is. Throws UsageError for flags that contradict one another. */
export function placeOf({ stage, profile, region, endpoint }: TargetFlags): Place {
  if (stage !== undefined) {
    const known = stages.find((name) => name === stage);
    if (!known) throw new UsageError(`--stage ${stage}: the stages are ${stages.join(' and ')}`);
    if (endpoint !== undefined)
      throw new UsageError('--stage and --endpoint name two agents: give one of them');
    return { kind: 'stage', stage: known, ...(profile && { profile }), ...(region && { region }) };
  }
  if (profile !== undefined || region !== undefined) {
    const flag = profile === undefined ? '--region' : '--profile';
    throw new UsageError(`${flag} needs --stage`, `The laptop needs neither; ${flag} … --stage dev`);
  }
  if (endpoint === undefined) return { kind: 'laptop' };
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) {
    throw new UsageError(`--endpoint ${endpoint} is no URL`, 'For example --endpoint http://127.0.0.1:4566');
  }
  return { kind: 'endpoint', endpoint };
}

/** Session attributes from `--attr key=value`; the first `=` divides, and of a key given twice the last counts. */
export function attributesOf(given: readonly string[]): Record<string, string> {
  const attributes = new Map<string, string>();
  for (const pair of given) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--attr ${pair}: write KEY=VALUE`, 'For example --attr locale=en');
    attributes.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return Object.fromEntries(attributes);
}

/** As the service takes it: docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html */
export function sessionIdOf(given: string): string {
  if (/^[0-9a-zA-Z._:-]{2,100}$/.test(given)) return given;
  throw new UsageError(`--session ${given}: 2 to 100 letters, digits and . _ : -`);
}

export function confirmationOf(given: string | undefined): 'CONFIRM' | 'DENY' | undefined {
  if (given === undefined) return undefined;
  if (given === 'yes') return 'CONFIRM';
  if (given === 'no') return 'DENY';
  throw new UsageError(`--confirm ${given}: write yes or no`);
}
