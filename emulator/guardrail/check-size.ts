import { ServiceError } from '../front-door/operation';
import { unitsOf } from './usage';

/**
 * Text units, the most that any policy takes anywhere (AWS General Reference, quotas of Bedrock, "maximum input size in
 * text units" of content filters, topics and sensitive information): 1,000 in us-east-1 and eight other regions, 25 in
 * three, 106 elsewhere; in the tier Standard mostly fewer.
 */
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

/** Characters (user guide, guardrails-contextual-grounding-check); of a source half as many but for two regions. */
const mostGrounded = { 'grounding source': 100_000, query: 1_000, answer: 5_000 } as const;

/** Throws ValidationException for more than contextual grounding compares. The wording is the emulator's. */
export function checkGroundingSize(texts: Readonly<Record<keyof typeof mostGrounded, string>>): void {
  for (const [what, most] of Object.entries(mostGrounded)) {
    const { length } = texts[what as keyof typeof mostGrounded];
    if (length <= most) continue;
    throw new ServiceError(
      'ValidationException',
      `The ${what} has ${length} characters; contextual grounding takes at most ${most}`,
    );
  }
}
