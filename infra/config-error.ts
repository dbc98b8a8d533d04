/** Something in the configuration that an operator can mend; shown as a sentence, without a stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    /** Where it is, for example `actionGroups[0].tables[0].seed`. */
    readonly field: string,
    readonly problem: string,
    readonly mend: string,
  ) {
    super(`${field}: ${problem}. ${mend}.`);
  }
}
