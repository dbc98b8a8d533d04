import type { SensitiveMatch } from './find-sensitive';

/** A part of a text that another text takes the place of. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What masking replaces: `{EMAIL}` for an address. Of matches that overlap, the later has what the first left over. */
export function replacementsOf(matches: readonly SensitiveMatch[]): Replacement[] {
  const found: Replacement[] = [];
  for (const { action, name, start, end } of matches) {
    const from = Math.max(start, found.at(-1)?.end ?? 0);
    if (action === 'ANONYMIZED' && from < end) found.push({ start: from, end, text: `{${name}}` });
  }
  return found;
}

export const masked = (text: string, replacements: readonly Replacement[]): string =>
  [...replacements]
    .reverse()
    .reduce((rest, { start, end, text: mask }) => rest.slice(0, start) + mask + rest.slice(end), text);
