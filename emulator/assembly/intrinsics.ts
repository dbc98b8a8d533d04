/** What an intrinsic needs to know of the stack in which it stands. */
export interface Scope {
  /** A parameter, pseudo parameter or resource. Undefined stands for AWS::NoValue. */
  ref(name: string, at: string): unknown;
  attribute(logicalId: string, attribute: string, at: string): unknown;
  importValue(exportName: string, at: string): unknown;
  stackOutput(stackName: string, outputName: string, at: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
  condition(name: string, at: string): boolean;
}

/** A template that the emulator cannot resolve, with the place in it. */
export class UnresolvedError extends Error {
  override readonly name = 'UnresolvedError';

  constructor(at: string, problem: string) {
    super(`${at}: ${problem}`);
  }
}

type Intrinsic = (argument: unknown, scope: Scope, at: string) => unknown;

/** Resolves CloudFormation's intrinsics anywhere in a value. AWS::NoValue removes its property or item. */
export function resolve(value: unknown, scope: Scope, at: string): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new UnresolvedError(at, `the emulator does not resolve dynamic references: ${value}`);
  }
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolve(item, scope, `${at}[${index}]`))
      .filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...others] = Object.entries(value);
  if (first && others.length === 0) {
    const [name, argument] = first;
    const intrinsic = intrinsics[name];
    if (intrinsic) return intrinsic(argument, scope, at);
    if (name.startsWith('Fn::')) throw new UnresolvedError(at, `the emulator does not resolve ${name}`);
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolve(item, scope, `${at}.${key}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const list = (value: unknown, at: string, name: string, length?: number): unknown[] => {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new UnresolvedError(at, `${name} takes a list${length === undefined ? '' : ` of ${length}`}`);
};

/** Text as CloudFormation joins it: numbers and booleans are spelt out, structures are refused. */
const text = (value: unknown, at: string, name: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnresolvedError(at, `${name} takes text, not ${JSON.stringify(value)}`);
};

/** A condition: a named one, or one of the functions that give a boolean. */
const test = (value: unknown, scope: Scope, at: string): boolean => {
  if (value !== null && typeof value === 'object' && 'Condition' in value) {
    return scope.condition(text(value.Condition, at, 'Condition'), at);
  }
  const result = resolve(value, scope, at);
  if (typeof result === 'boolean') return result;
  throw new UnresolvedError(at, `a condition must be true or false, not ${JSON.stringify(result)}`);
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope, at) => scope.ref(text(argument, at, 'Ref'), at),
  'Fn::GetAtt': (argument, scope, at) => {
    const [logicalId = '', ...attribute] =
      typeof argument === 'string' ? argument.split('.') : list(argument, at, 'Fn::GetAtt', 2);
    return scope.attribute(
      text(logicalId, at, 'Fn::GetAtt'),
      text(resolve(attribute.length === 1 ? attribute[0] : attribute.join('.'), scope, at), at, 'Fn::GetAtt'),
      at,
    );
  },
  'Fn::Join': (argument, scope, at) => {
    const [separator, parts] = list(argument, at, 'Fn::Join', 2);
    return list(resolve(parts, scope, at), at, 'Fn::Join')
      .map((part) => text(part, at, 'Fn::Join'))
      .join(text(separator, at, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope, at) => {
    const [template, variables = {}] =
      typeof argument === 'string' ? [argument] : list(argument, at, 'Fn::Sub', 2);
    const known = resolve(variables, scope, at) as Record<string, unknown>;
    return text(template, at, 'Fn::Sub').replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in known) return text(known[name], at, 'Fn::Sub');
      const [logicalId = '', ...attribute] = name.split('.');
      const found =
        attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.'), at) : scope.ref(name, at);
      return text(found, at, `Fn::Sub of ${name}`);
    });
  },
  'Fn::Select': (argument, scope, at) => {
    const [index, items] = list(argument, at, 'Fn::Select', 2);
    const from = list(resolve(items, scope, at), at, 'Fn::Select');
    const found = from[Number(resolve(index, scope, at))];
    if (found === undefined) throw new UnresolvedError(at, `Fn::Select ${index} of ${from.length} items`);
    return found;
  },
  'Fn::Split': (argument, scope, at) => {
    const [separator, source] = list(argument, at, 'Fn::Split', 2);
    return text(resolve(source, scope, at), at, 'Fn::Split').split(text(separator, at, 'Fn::Split'));
  },
  'Fn::ImportValue': (argument, scope, at) =>
    scope.importValue(text(resolve(argument, scope, at), at, 'Fn::ImportValue'), at),
  'Fn::GetStackOutput': (argument, scope, at) => {
    const { StackName, OutputName, Region, RoleArn } = (argument ?? {}) as Record<string, unknown>;
    if (Region !== undefined || RoleArn !== undefined) {
      throw new UnresolvedError(at, 'the emulator knows stacks of its own region and account only');
    }
    const [stack, output] = [StackName, OutputName].map((name) => resolve(name, scope, at));
    return scope.stackOutput(
      text(stack, at, 'Fn::GetStackOutput'),
      text(output, at, 'Fn::GetStackOutput'),
      at,
    );
  },
  'Fn::FindInMap': (argument, scope, at) => {
    const [map, first, second, otherwise] = list(argument, at, 'Fn::FindInMap').map((part) =>
      resolve(part, scope, at),
    );
    const found = scope.mapping(String(map), String(first), String(second));
    const { DefaultValue } = (otherwise ?? {}) as { DefaultValue?: unknown };
    const value = found ?? DefaultValue;
    if (value === undefined) throw new UnresolvedError(at, `no ${map}.${first}.${second} in Mappings`);
    return value;
  },
  'Fn::Base64': (argument, scope, at) =>
    Buffer.from(text(resolve(argument, scope, at), at, 'Fn::Base64')).toString('base64'),
  'Fn::If': (argument, scope, at) => {
    const [condition, then, otherwise] = list(argument, at, 'Fn::If', 3);
    return resolve(scope.condition(text(condition, at, 'Fn::If'), at) ? then : otherwise, scope, at);
  },
  'Fn::Equals': (argument, scope, at) => {
    const [left, right] = list(resolve(argument, scope, at), at, 'Fn::Equals', 2);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope, at) => list(argument, at, 'Fn::And').every((item) => test(item, scope, at)),
  'Fn::Or': (argument, scope, at) => list(argument, at, 'Fn::Or').some((item) => test(item, scope, at)),
  'Fn::Not': (argument, scope, at) => !test(list(argument, at, 'Fn::Not', 1)[0], scope, at),
};

/** A condition of the template. */
export const evaluate = test;
