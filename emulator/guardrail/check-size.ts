import { ServiceError } from '../front-door/operation';
import { unitsOf } from './usage';

/** Text units (service quotas, "maximum input size in text units": us-east-1 and eight others; three regions have 25). */
const mostUnits = 1000;

/**
 * Throws ValidationException for more text than any region's guardrail takes at once. The detectors here need time in
 * proportion, on the emulator's only thread. The wording is the emulator's.
 */
export function checkSize(texts: readonly string[]): void {
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  const units = unitsOf(characters);
  if (units <= mostUnits) return;
  throw new ServiceError(
    'ValidationException',
    `The content has ${characters} characters, which are ${units} text units; a guardrail takes at most ${mostUnits}. Divide it among several requests`,
  );
}
