import { type Clause, clausesOf, textsOf } from './condition';
import type { Context } from './context';
import { type Pattern, patternOf } from './pattern';
import { PolicyError } from './policy-error';
import { type PrincipalElement, principalElement } from './principal-element';

/** Where a policy stands in the templates, for those who have to change it. */
export interface PolicySource {
  /** Stack and logical id, and the property that holds the document. */
  readonly at: string;
  /** `aws:cdk:path` of the construct, or else the logical id. */
  readonly construct: string;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly source: PolicySource;
  /** From 0. */
  readonly index: number;
  readonly sid?: string;
  /** Of policies of resources only. */
  readonly principal?: PrincipalElement;
  readonly conditions: readonly Clause[];
  /** As the policy has them, for hints. */
  readonly resources: readonly string[];
  readonly variables: readonly string[];
  isAbout(action: string): boolean;
  covers(resource: string, context: Context): boolean;
}

/** `identity`: of a user or a role. `resource`: names principals. `trust`: is about the role that it stands in. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

const documentElements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

const elements: ReadonlySet<string> = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'],
  'Condition',
]);

/** Reads a policy document whose intrinsics are resolved. Throws PolicyError with the place of what is wrong. */
export function statementsOf(document: unknown, source: PolicySource, kind: PolicyKind): Statement[] {
  const { at } = source;
  if (!isObject(document)) throw new PolicyError(at, 'is no policy document');
  for (const name of Object.keys(document)) {
    if (!documentElements.has(name)) throw new PolicyError(`${at}.${name}`, 'is no element of a policy');
  }
  const { Version = '2008-10-17', Statement = [] } = document;
  if (Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw new PolicyError(
      `${at}.Version`,
      `${JSON.stringify(Version)} is no version of IAM's policy language`,
    );
  }
  const items: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return items.map((item, index) => statementOf(item, index, source, kind, Version === '2012-10-17'));
}

function statementOf(
  item: unknown,
  index: number,
  source: PolicySource,
  kind: PolicyKind,
  variables: boolean,
): Statement {
  const at = `${source.at}.Statement[${index}]`;
  if (!isObject(item)) throw new PolicyError(at, 'is no statement');
  for (const name of Object.keys(item)) {
    if (!elements.has(name)) throw new PolicyError(`${at}.${name}`, 'is no element of a statement');
  }
  const { Effect, Sid, Action, NotAction, Resource, NotResource, Condition } = item;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicyError(`${at}.Effect`, 'must be Allow or Deny');
  const principal = principalElement(item, at);
  if (kind === 'identity' && principal) throw new PolicyError(at, 'a policy of an identity has no Principal');
  if (kind !== 'identity' && !principal) throw new PolicyError(at, 'has no Principal');
  const actions = either(at, 'Action', Action, NotAction, (text, where) => actionPattern(text, where));
  const hasResource = Resource !== undefined || NotResource !== undefined;
  const resources =
    kind === 'trust' && !hasResource
      ? undefined
      : either(at, 'Resource', Resource, NotResource, (text, where) => arnPattern(text, where, variables));
  const conditions = clausesOf(Condition, `${at}.Condition`, variables);
  const none: Context = () => undefined;
  return {
    effect: Effect,
    source,
    index,
    ...(typeof Sid === 'string' && Sid !== '' && { sid: Sid }),
    ...(principal && { principal }),
    conditions,
    resources: resources?.patterns.map(({ text }) => text) ?? ['*'],
    variables: [
      ...(resources?.patterns.flatMap((pattern) => pattern.variables) ?? []),
      ...conditions.flatMap((clause) => clause.variables),
    ],
    isAbout: (action) => actions.includes(action, none),
    covers: (resource, context) => resources?.includes(resource, context) ?? true,
  };
}

interface Choice {
  readonly patterns: readonly Pattern[];
  includes(value: string, context: Context): boolean;
}

/** An element or its opposite, exactly one of both: `Action` or `NotAction`. */
function either(
  at: string,
  name: string,
  element: unknown,
  opposite: unknown,
  read: (text: string, at: string) => Pattern,
): Choice {
  const isOpposite = element === undefined;
  const value = isOpposite ? opposite : element;
  if (value === undefined) throw new PolicyError(at, `has neither ${name} nor Not${name}`);
  if (!isOpposite && opposite !== undefined) throw new PolicyError(at, `has ${name} and Not${name}`);
  const where = `${at}.${isOpposite ? 'Not' : ''}${name}`;
  const patterns = textsOf(value, where).map((text) => read(text, where));
  // The opposite of nothing would be everything.
  if (patterns.length === 0) throw new PolicyError(where, 'names nothing');
  return {
    patterns,
    includes: (candidate, context) =>
      patterns.some((pattern) => pattern.matches(candidate, context)) !== isOpposite,
  };
}

function actionPattern(text: string, at: string): Pattern {
  if (text !== '*' && !/^[\w-]+:[\w*?]+$/.test(text)) throw new PolicyError(at, `${text} is no action`);
  return patternOf(text, { wildcards: true, variables: false, ignoreCase: true });
}

function arnPattern(text: string, at: string, variables: boolean): Pattern {
  if (text !== '*' && text.replace(/\$\{[^}]*\}/g, '').split(':').length < 6) {
    throw new PolicyError(at, `${text} is neither * nor an ARN`);
  }
  return patternOf(text, { wildcards: true, variables, isArn: true });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
