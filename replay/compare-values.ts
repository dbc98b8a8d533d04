/** One place where two values differ. */
export interface Difference {
  /** For example `items[0].status`; empty for the values themselves. */
  readonly path: string;
  readonly recorded: unknown;
  readonly now: unknown;
}

/**
 * Where two values of JSON differ. Of a field that is declared volatile only its presence and its kind count, and
 * what it was and is goes to `onVolatile`.
 */
export function differences(
  recorded: unknown,
  now: unknown,
  volatile: ReadonlySet<string>,
  onVolatile: (recorded: unknown, now: unknown) => void = () => {},
  path = '',
): Difference[] {
  if (Object.is(recorded, now)) return [];
  if (Array.isArray(recorded) && Array.isArray(now)) {
    const length = Math.max(recorded.length, now.length);
    return Array.from({ length }).flatMap((_, index) =>
      differences(recorded[index], now[index], volatile, onVolatile, `${path}[${index}]`),
    );
  }
  if (isObject(recorded) && isObject(now)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(now)]);
    return [...names].flatMap((name) => {
      const at = path === '' ? name : `${path}.${name}`;
      const [before, after] = [own(recorded, name), own(now, name)];
      if (volatile.has(name) && typeof before === typeof after && before !== undefined) {
        onVolatile(before, after);
        return [];
      }
      return differences(before, after, volatile, onVolatile, at);
    });
  }
  return [{ path, recorded, now }];
}

const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
