/** A value as Java's toString() writes it. Lossy, as there: nothing is quoted. */
export function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, part]) => `${name}=${javaText(part)}`);
  return `{${entries.join(', ')}}`;
}

/** A scalar as Python's str() writes it. */
export function pythonText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? 'None' : String(value);
}
