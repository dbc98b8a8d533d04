/** Puts what each local `$ref` names in its place. Throws for one that leads elsewhere, nowhere or to itself. */
export function resolveReferences(document: object, at: string): object {
  const resolve = (value: unknown, open: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => resolve(item, open));
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string') {
      const { $ref } = value;
      if (open.includes($ref))
        throw new Error(`${at}: ${$ref} contains itself, which a tool's schema cannot`);
      return resolve(target(document, $ref, at), [...open, $ref]);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, open)]));
  };
  return resolve(document, []) as object;
}

function target(document: object, reference: string, at: string): unknown {
  if (!reference.startsWith('#/')) {
    throw new Error(
      `${at}: ${reference} leads out of the document; only references that start with #/ do not`,
    );
  }
  let found: unknown = document;
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    found = (found as Record<string, unknown> | undefined)?.[key];
  }
  if (found === undefined) throw new Error(`${at}: ${reference} names nothing in the document`);
  return found;
}
