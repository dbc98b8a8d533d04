/**
 * Folders that synthesis never reads, or writes itself. Everything else is an input, so that a folder which a user
 * adds and imports needs no mention here; to synthesize once too often costs seconds, once too rarely an hour.
 */
export const notAnInput: readonly string[] = [
  'node_modules',
  'cdk.out',
  'emulator',
  'client',
  'scripts',
  'test',
  'bench',
  'docs',
  'coverage',
];

/**
 * Whether a file beside package.json is what commands and shells write there: logs, recordings and reports. A log of
 * `npm run dev` that counted as an input would have it synthesize for ever, each time because of its own words.
 */
export const isOutput = (name: string): boolean => /\.(?:log|out|err|jsonl|html|xml)$/.test(name);
