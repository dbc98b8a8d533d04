import { invalidArgument } from '../s3-error';

/** Throws InvalidArgument. */
export function checkPartNumber(number: number): void {
  if (number >= 1 && number <= 10_000) return;
  throw invalidArgument(
    'Part number must be an integer between 1 and 10000, inclusive',
    'partNumber',
    number,
  );
}

export const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000) * 1000;
