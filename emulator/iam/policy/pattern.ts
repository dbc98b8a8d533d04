import type { Context } from './context';

type Token =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'any' }
  | { readonly type: 'one' }
  | { readonly type: 'variable'; readonly key: string; readonly otherwise: string | undefined };

export interface PatternOptions {
  /** Whether `*` and `?` stand for other characters. */
  readonly wildcards: boolean;
  /** Whether `${…}` is a policy variable: from version 2012-10-17 on. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
  /** In an ARN's first five parts a wildcard does not reach over a colon (AWS: "each of the six components"). */
  readonly isArn?: boolean;
}

export interface Pattern {
  /** As the policy has it. */
  readonly text: string;
  /** Keys of the policy variables, in lower case. */
  readonly variables: readonly string[];
  /** False where a variable has no value. */
  matches(value: string, context: Context): boolean;
}

/** A value of a policy: literal text, wildcards and policy variables. */
export function patternOf(text: string, options: PatternOptions): Pattern {
  const tokens = tokensOf(text, options);
  const variables = tokens.flatMap((token) => (token.type === 'variable' ? [token.key] : []));
  const isEverything = options.wildcards && text === '*';
  const flags = options.ignoreCase ? 'is' : 's';
  const compile = (context: Context): RegExp | undefined => {
    const source = sourceOf(tokens, options, context);
    return source === undefined ? undefined : new RegExp(`^${source}$`, flags);
  };
  const fixed = variables.length === 0 ? compile(() => undefined) : undefined;
  return {
    text,
    variables,
    matches: (value, context) => isEverything || ((fixed ?? compile(context))?.test(value) ?? false),
  };
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'otherwise'}` has a default. */
function tokensOf(text: string, { wildcards, variables }: PatternOptions): Token[] {
  const tokens: Token[] = [];
  const special = variables ? /\$\{([^}]*)\}|[*?]/g : /[*?]/g;
  let end = 0;
  for (const match of text.matchAll(special)) {
    const [whole, name] = match;
    if (match.index > end) tokens.push({ type: 'text', text: text.slice(end, match.index) });
    end = match.index + whole.length;
    if (name !== undefined) tokens.push(variableOf(name));
    else if (wildcards) tokens.push(whole === '*' ? { type: 'any' } : { type: 'one' });
    else tokens.push({ type: 'text', text: whole });
  }
  if (end < text.length) tokens.push({ type: 'text', text: text.slice(end) });
  return tokens;
}

function variableOf(name: string): Token {
  if (name === '*' || name === '?' || name === '$') return { type: 'text', text: name };
  const [, key = '', otherwise] = /^\s*([^,\s]*)\s*(?:,\s*'([^']*)'\s*)?$/s.exec(name) ?? [];
  return { type: 'variable', key: key.toLowerCase(), otherwise };
}

function sourceOf(tokens: readonly Token[], { isArn }: PatternOptions, context: Context): string | undefined {
  let source = '';
  let colons = 0;
  for (const token of tokens) {
    const character = isArn && colons < 5 ? '[^:]' : '.';
    if (token.type === 'any') source += `${character}*`;
    else if (token.type === 'one') source += character;
    else {
      const text = token.type === 'text' ? token.text : (context(token.key)?.[0] ?? token.otherwise);
      if (text === undefined) return undefined;
      source += text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      if (token.type === 'text') colons += text.split(':').length - 1;
    }
  }
  return source;
}
