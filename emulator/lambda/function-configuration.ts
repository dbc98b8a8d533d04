import type { App, AppResource, AppStack } from '../assembly/app';

/** A function of the app, as its template declares it. */
export interface FunctionConfiguration {
  readonly functionName: string;
  /** Without a qualifier. */
  readonly functionArn: string;
  /** The ARN of its execution role. */
  readonly roleArn: string;
  /** For example `index.handler`. */
  readonly handler: string;
  /** For example `nodejs24.x`. It runs on the Node that the emulator runs on. */
  readonly runtime: string;
  readonly architecture: string;
  /** The asset's folder. Its name contains a hash of what is in it. */
  readonly asset: string;
  readonly timeoutInSeconds: number;
  readonly memorySizeInMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  readonly logFormat: 'Text' | 'JSON';
  /** How many may run at a time; undefined where nothing is reserved. */
  readonly reservedConcurrency: number | undefined;
  /** Published versions and aliases, with the version that each stands for. */
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** The functions of the app. Fails for one that the emulator cannot run, naming it. */
export function functionsOf(app: App): readonly FunctionConfiguration[] {
  return app.stacks.flatMap((stack) =>
    stack.resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map((resource) => configurationOf(app, stack, resource)),
  );
}

function configurationOf(app: App, stack: AppStack, resource: AppResource): FunctionConfiguration {
  const { physicalId: functionName, properties } = resource;
  const fail = (problem: string): never => {
    throw new Error(`${stack.name} ${resource.logicalId}: ${problem}`);
  };
  const text = (name: string): string => {
    const value = properties[name];
    return typeof value === 'string' ? value : fail(`Properties.${name} is missing`);
  };
  const runtime = text('Runtime');
  if (!runtime.startsWith('nodejs')) fail(`the emulator runs Node.js functions only, not ${runtime}`);
  const { S3Key } = (properties.Code ?? {}) as { S3Key?: string };
  if (!S3Key) fail('the emulator runs functions from file assets only, not inline code or images');
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const { LogGroup, LogFormat } = (properties.LoggingConfig ?? {}) as {
    LogGroup?: string;
    LogFormat?: string;
  };
  const [architecture = 'x86_64'] = (properties.Architectures ?? []) as string[];
  return {
    functionName,
    functionArn: resource.attribute('Arn'),
    roleArn: text('Role'),
    handler: text('Handler'),
    runtime,
    architecture,
    asset: stack.asset(S3Key ?? ''),
    timeoutInSeconds: Number(properties.Timeout ?? 3),
    memorySizeInMb: Number(properties.MemorySize ?? 128),
    environment: Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, String(value)])),
    logGroupName: LogGroup ?? `/aws/lambda/${functionName}`,
    logFormat: LogFormat === 'JSON' ? 'JSON' : 'Text',
    reservedConcurrency:
      properties.ReservedConcurrentExecutions === undefined
        ? undefined
        : Number(properties.ReservedConcurrentExecutions),
    qualifiers: qualifiersOf(app, resource),
  };
}

function qualifiersOf(app: App, { physicalId, attribute }: AppResource): ReadonlyMap<string, string> {
  const names = new Set([physicalId, attribute('Arn')]);
  const ofThis = (type: string) =>
    app.resources(type).filter(({ properties }) => names.has(String(properties.FunctionName)));
  const versions = ofThis('AWS::Lambda::Version').map((version) => version.attribute('Version'));
  const aliases = ofThis('AWS::Lambda::Alias').map(
    ({ properties }) => [String(properties.Name), String(properties.FunctionVersion)] as const,
  );
  return new Map([
    ['$LATEST', '$LATEST'],
    ...versions.map((version) => [version, version] as const),
    ...aliases,
  ]);
}
