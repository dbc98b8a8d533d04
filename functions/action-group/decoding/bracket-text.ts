/** Text in Java's toString() form; what its parts are is for the schema to say. */
export type BracketText = string | readonly BracketText[] | BracketMap;
/** Entries rather than an object, so that no name can mean a prototype. */
export class BracketMap {
  constructor(readonly entries: readonly (readonly [name: string, value: BracketText])[]) {}
}

const maxDepth = 16;

/**
 * Parses `[FHIR, HL7 CDA]` and `[{a=1, b=2}]`, forms in which Bedrock has passed arrays and objects.
 * They are lossy: text that holds a comma cannot be told from two texts. Undefined where even a guess fails.
 */
export function parseBracketText(text: string): BracketText | undefined {
  let at = 0;
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const take = (character: string): boolean => {
    space();
    if (text[at] !== character) return false;
    at++;
    return true;
  };

  const value = (depth: number): BracketText | undefined => {
    if (depth > maxDepth) return undefined;
    if (take('[')) return list(depth);
    if (take('{')) return map(depth);
    return bare(/[,[\]{}]/y);
  };
  const bare = (end: RegExp): string | undefined => {
    const from = at;
    for (; at < text.length; at++) {
      end.lastIndex = at;
      if (end.test(text)) break;
    }
    const found = text.slice(from, at).trim();
    // A quote means some other language's form, in which the quote is no part of the text.
    return found === '' || /^['"]/.test(found) ? undefined : found;
  };
  const list = (depth: number): BracketText[] | undefined => {
    const items: BracketText[] = [];
    if (take(']')) return items;
    for (;;) {
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (take(']')) return items;
      if (!take(',')) return undefined;
    }
  };
  const map = (depth: number): BracketMap | undefined => {
    const entries = new Map<string, BracketText>();
    if (take('}')) return new BracketMap([]);
    for (;;) {
      space();
      const name = bare(/[=,[\]{}]/y);
      if (name === undefined || entries.has(name) || !take('=')) return undefined;
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      entries.set(name, item);
      if (take('}')) return new BracketMap([...entries]);
      if (!take(',')) return undefined;
    }
  };

  space();
  if (text[at] !== '[' && text[at] !== '{') return undefined;
  const parsed = value(0);
  space();
  return at === text.length ? parsed : undefined;
}

/** Whether names and values had to be guessed apart, which is no basis for changing anything. */
export function hasMap(text: BracketText): boolean {
  if (text instanceof BracketMap) return true;
  return typeof text !== 'string' && text.some(hasMap);
}
