/** A policy that the emulator cannot evaluate, with the place in the template: refused when the app is taken. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(at: string, problem: string) {
    super(`${at}: ${problem}`);
  }
}
