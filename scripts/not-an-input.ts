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
  'recording',
  'replay',
  'evaluation',
  'guardrail',
  'bench',
  'docs',
  'coverage',
];

/**
 * Whether synthesis could read a file beside package.json: code, or data that code can import. Others are notes, and
 * what commands and shells write there. A log of `npm run dev` that counted as an input would have it synthesize for
 * ever, each time because of its own words.
 */
export const isRootInput = (name: string): boolean =>
  !name.startsWith('.') && /\.(?:[cm]?[jt]sx?|json)$/.test(name);
