import type { Command, Flag, Flags } from './command';

/** Flags that every command has. */
export const commonFlags = {
  json: {
    type: 'boolean',
    description: 'Print one JSON object: {"ok":true,"result":…} or {"ok":false,"error":…}',
  },
  help: { type: 'boolean', short: 'h', description: 'Show this help' },
} as const satisfies Flags;

export function help(command: Command<Flags>): string {
  const rows = Object.entries({ ...command.flags, ...commonFlags }).map(([name, flag]: [string, Flag]) => {
    const value = flag.type === 'string' ? ` ${flag.value ?? 'VALUE'}` : '';
    const initial = typeof flag.default === 'string' ? ` (default: ${flag.default})` : '';
    const short = flag.short ? `-${flag.short}, ` : '';
    return [
      `${short}--${name}${value}`,
      `${flag.description}${flag.multiple ? ' (repeatable)' : ''}${initial}`,
    ];
  });
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const flags = rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
  const examples = command.examples.map((example) => `  ${example}`);
  return [
    command.summary,
    '',
    `Usage: npm run -s ${command.name} -- [FLAGS]${command.positionals ? ` ${command.positionals}` : ''}`,
    '',
    'Flags:',
    ...flags,
    ...(examples.length > 0 ? ['', 'Examples:', ...examples] : []),
    '',
    ...(command.notes ?? []),
    'Exit codes: 0 done, 1 failed, 2 usage, 130 interrupted.',
    '',
  ].join('\n');
}
