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
