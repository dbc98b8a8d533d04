import { createHash } from 'node:crypto';
import type { App, AppOutput, AppResource, AppStack } from './app';
import type { Assembly, SynthesizedStack, TemplateResource } from './assembly';
import { evaluate, resolve, type Scope, UnresolvedError } from './intrinsics';
import { type Naming, resourceTypes } from './resource-types';

const unknownAccount = '000000000000';
const unknownRegion = 'us-east-1';
const partition = 'aws';

/** Resolves an assembly as if it were deployed, each value when it is first asked for. */
export function resolveApp({ directory, stacks: synthesized }: Assembly): App {
  const importValue = (name: string, at: string): unknown => {
    for (const stack of stacks) {
      const output = stack.outputs.find(({ exportName }) => exportName === name);
      if (output) return output.value();
    }
    throw new UnresolvedError(at, `no stack exports ${name}`);
  };
  const stackOutput = (name: string, key: string, at: string): unknown => {
    const output = stacks
      .find((stack) => stack.name === name)
      ?.outputs.find((candidate) => candidate.key === key);
    if (!output) throw new UnresolvedError(at, `no stack ${name} has an output ${key}`);
    return output.value();
  };
  const stacks = synthesized.map((stack) => resolveStack(stack, { importValue, stackOutput }));
  const [first] = stacks;
  if (!first) throw new Error(`${directory} has no stacks`);
  return {
    directory,
    account: accountOf(synthesized[0]),
    region: regionOf(synthesized[0]),
    partition,
    stacks,
    resources: (type) =>
      stacks.flatMap(({ resources }) => resources.filter((resource) => resource.type === type)),
  };
}

const accountOf = (stack?: SynthesizedStack) =>
  !stack || stack.account === 'unknown-account' ? unknownAccount : stack.account;
const regionOf = (stack?: SynthesizedStack) =>
  !stack || stack.region === 'unknown-region' ? unknownRegion : stack.region;

function resolveStack(
  stack: SynthesizedStack,
  { importValue, stackOutput }: Pick<Scope, 'importValue' | 'stackOutput'>,
): AppStack {
  const { name, template, tags } = stack;
  const account = accountOf(stack);
  const region = regionOf(stack);
  const digest = createHash('sha256').update(name).digest('hex');
  const uuid = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const stackId = `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/${uuid}`;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': name,
    'AWS::StackId': stackId,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': undefined,
  };
  const parameter = (key: string, at: string): unknown => {
    const { Default, Type = 'String' } = template.Parameters?.[key] ?? {};
    if (Default === undefined) {
      throw new UnresolvedError(at, `the parameter ${key} has no default, and the emulator gives no values`);
    }
    return /^List<|CommaDelimitedList/.test(Type) ? String(Default).split(',') : Default;
  };
  const find = (logicalId: string, at: string): AppResource => {
    const found = resources.find((resource) => resource.logicalId === logicalId);
    if (!found) throw new UnresolvedError(at, `the stack has no resource ${logicalId}`);
    return found;
  };
  const scope: Scope = {
    ref(key, at) {
      if (key in pseudo) return pseudo[key];
      return template.Parameters?.[key] ? parameter(key, at) : find(key, at).physicalId;
    },
    attribute: (logicalId, attribute, at) => find(logicalId, at).attribute(attribute),
    importValue,
    stackOutput,
    mapping: (map, key, second) => template.Mappings?.[map]?.[key]?.[second],
    condition(key, at) {
      const condition = template.Conditions?.[key];
      if (condition === undefined) throw new UnresolvedError(at, `the template has no condition ${key}`);
      return evaluate(condition, scope, `${name} Conditions.${key}`);
    },
  };
  const exists = ({ Condition }: { readonly Condition?: string }, at: string) =>
    Condition === undefined || scope.condition(Condition, at);
  const entries = Object.entries(template.Resources ?? {}).filter(([id, resource]) =>
    exists(resource, `${name} ${id}`),
  );
  const nested = entries.find(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
  if (nested) throw new UnresolvedError(`${name} ${nested[0]}`, 'the emulator does not run nested stacks');
  const naming = { account, region, partition, stack: name };
  const resources: readonly AppResource[] = entries.map(([id, resource]) =>
    resolveResource(id, resource, naming, scope, () => resources),
  );
  const outputs = Object.entries(template.Outputs ?? {}).filter(([key, output]) =>
    exists(output, `${name} ${key}`),
  );
  return {
    name,
    stackId,
    ...(template.Description && { description: template.Description }),
    tags,
    resources,
    outputs: outputs.map(([key, { Value, Description, Export }]): AppOutput => {
      const at = `${name} Outputs.${key}`;
      return {
        key,
        ...(Description && { description: Description }),
        ...(Export && { exportName: String(resolve(Export.Name, scope, `${at}.Export.Name`)) }),
        value: () => String(resolve(Value, scope, `${at}.Value`)),
      };
    }),
    parameters: Object.fromEntries(
      Object.entries(template.Parameters ?? {})
        .filter(([, { Default }]) => Default !== undefined)
        .map(([key, { Default }]) => [key, String(Default)]),
    ),
    asset(objectKey) {
      const found = stack.assets.get(objectKey);
      if (!found) throw new Error(`${name}: the assembly has no asset ${objectKey}`);
      return found;
    },
  };
}

function resolveResource(
  logicalId: string,
  { Type, Properties = {}, Metadata = {} }: TemplateResource,
  names: Pick<Naming, 'account' | 'region' | 'partition' | 'stack'>,
  scope: Scope,
  siblings: () => readonly AppResource[],
): AppResource {
  const at = `${names.stack} ${logicalId}`;
  const properties = lazily(Properties, (key, value) => resolve(value, scope, `${at}.Properties.${key}`));
  const type = resourceTypes[Type];
  const naming: Naming = {
    ...names,
    logicalId,
    property: (name) => properties[name],
    ref: () => resource.physicalId,
    ordinal: (property) =>
      siblings()
        .filter((sibling) => sibling.type === Type && sibling.properties[property] === properties[property])
        .findIndex((sibling) => sibling.logicalId === logicalId) + 1,
  };
  // A template does not change, and every turn asks for some of them.
  let physicalId: string | undefined;
  const attributes = new Map<string, string>();
  const resource: AppResource = {
    stack: names.stack,
    logicalId,
    type: Type,
    get physicalId() {
      if (!type) throw new UnresolvedError(at, `the emulator does not know what Ref of ${Type} gives`);
      physicalId ??= type.ref(naming);
      return physicalId;
    },
    properties,
    metadata: Metadata,
    attribute(name) {
      const attribute = type?.attributes?.[name];
      if (!attribute)
        throw new UnresolvedError(at, `the emulator does not know the attribute ${name} of ${Type}`);
      const value = attributes.get(name) ?? attribute(naming);
      attributes.set(name, value);
      return value;
    },
  };
  return resource;
}

/** The same keys, each computed when it is first read. */
function lazily(
  source: Readonly<Record<string, unknown>>,
  compute: (key: string, value: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  const target: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    Object.defineProperty(target, key, {
      enumerable: true,
      configurable: true,
      get() {
        const computed = compute(key, value);
        Object.defineProperty(target, key, { value: computed, enumerable: true });
        return computed;
      },
    });
  }
  return target;
}
