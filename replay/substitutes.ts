/**
 * Values that are new in each run, such as page tokens and invocation ids: what the recording says later with the
 * old value is meant with the new one.
 */
export class Substitutes {
  private readonly values = new Map<string, string>();

  add(recorded: unknown, now: unknown): void {
    // Short ones could be part of anything.
    if (typeof recorded !== 'string' || typeof now !== 'string' || recorded.length < 8) return;
    if (recorded !== now) this.values.set(recorded, now);
  }

  /** The same value of JSON with today's values. */
  in<T>(value: T): T {
    if (this.values.size === 0) return value;
    let text = JSON.stringify(value);
    for (const [recorded, now] of this.values) {
      text = text.replaceAll(JSON.stringify(recorded).slice(1, -1), JSON.stringify(now).slice(1, -1));
    }
    return JSON.parse(text) as T;
  }
}
