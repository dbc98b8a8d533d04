/**
 * What a request says of itself: the values of a condition key, undefined where the request has no such key. Keys
 * are in lower case. Throws where the emulator cannot know the value, rather than guess.
 */
export type Context = (key: string) => readonly string[] | undefined;

/** A context of fixed values, by keys in any case. Undefined ones are absent. */
export function contextOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): Context {
  const known = new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [[key.toLowerCase(), typeof value === 'string' ? [value] : value] satisfies [string, unknown]],
    ),
  );
  return (key) => known.get(key);
}

/** The first context that has the key decides. */
export const firstOf =
  (...contexts: readonly Context[]): Context =>
  (key) => {
    for (const context of contexts) {
      const values = context(key);
      if (values) return values;
    }
    return undefined;
  };
