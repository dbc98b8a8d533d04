import type { OpenEmulator } from '../../emulator/open-emulator';

/** What commands tell of an emulator. */
export const resultOf = ({ endpoint, env, ids }: Pick<OpenEmulator, 'endpoint' | 'env' | 'ids'>) => ({
  endpoint,
  env,
  ...ids,
});

/** Lines that set up a shell of Bourne's family: `eval "$(…)"`. */
export function exportsOf({ env }: Pick<OpenEmulator, 'env'>): string {
  const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
  // What would win over the emulator's credentials.
  const unset = 'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK';
  return [unset, ...Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`)].join('\n');
}
