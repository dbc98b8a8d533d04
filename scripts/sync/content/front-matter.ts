export interface FrontMatter {
  /** The document without its front matter: what is uploaded, so that no passage consists of YAML. */
  readonly body: string;
  /** Undefined if there is none. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Why the front matter cannot be read. */
  readonly problem?: string;
}

/** YAML between two lines of three dashes, the first of which is the file's first line. */
const block = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;

/** When there is something to read by it: a sync that finds nothing new should not wait for it. */
const loadYaml = () => require('yaml') as typeof import('yaml');

/** Divides a Markdown document. A file that begins with a rule and not with fields has no front matter. */
export function readFrontMatter(text: string): FrontMatter {
  const match = text.startsWith('---') || text.startsWith('\uFEFF---') ? block.exec(text) : null;
  if (match?.index !== 0) return { body: text };
  const [whole, yaml = ''] = match;
  const { parseDocument } = loadYaml();
  const document = parseDocument(yaml, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error) {
    // A rule, a paragraph and another rule: text, not a broken attempt at fields.
    if (!/^\s*[^\s:#][^:\n]*:(\s|$)/m.test(yaml)) return { body: text };
    return { body: text, problem: error.message.split('\n')[0] ?? error.code };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    return { body: text, problem: (cause as Error).message };
  }
  const body = text.slice(whole.length).replace(/^(\r?\n)+/, '');
  if (value === null || value === undefined) return { body, attributes: {} };
  if (typeof value !== 'object' || Array.isArray(value)) return { body: text };
  return { body, attributes: value as Record<string, unknown> };
}
