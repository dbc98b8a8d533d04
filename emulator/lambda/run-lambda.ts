import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { ServiceError } from '../front-door/operation';
import type { Sessions } from '../iam/sessions';
import type { Log } from '../log';
import { environmentOf } from './environment';
import type { FunctionConfiguration } from './function-configuration';
import { parseFunctionName } from './function-name';
import { FunctionProcess } from './function-process';
import type { Inspection } from './inspect';
import { InvocationLog } from './invocation-log';
import type { Invocation, InvokeOptions, Lambda } from './lambda';
import { errorOf } from './lambda-error';
import { ProcessPool } from './process-pool';
import type { Reaper } from './reaper';
import { taskRootOf } from './task-root';

export interface LambdaProps {
  readonly functions: readonly FunctionConfiguration[];
  /** Where the functions' code is copied to. */
  readonly taskDirectory: string;
  /** Endpoints and region for the functions. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Where each process gets its role's credentials from. */
  readonly sessions: Sessions;
  readonly pool: FunctionPool;
  readonly reaper: Reaper;
  readonly newId: () => string;
  readonly log: Log;
  /** Under a debugger there is no timeout. */
  readonly inspection: Inspection | undefined;
}

export type FunctionPool = ProcessPool<FunctionProcess>;

/** Bytes that an invocation may answer with. */
const maxAnswer = 6_291_556;
/** Milliseconds that Lambda gives a function to load before it starts it again within the invocation. */
const initTimeout = 10_000;
/** Milliseconds that an invocation may last while somebody looks at it in a debugger. */
const longest = 24 * 60 * 60 * 1000;

/** Twice the cores: a function mostly waits, and more processes would only take turns. */
export const functionPool = (): FunctionPool => new ProcessPool(2 * availableParallelism());

// Of processes, which stay warm when the app is synthesized again.
const listeners = new WeakMap<FunctionProcess, (line: string) => void>();
const initialized = new WeakSet<FunctionProcess>();

export function runLambda(props: LambdaProps): Lambda {
  const { functions, taskDirectory, endpoints, sessions, pool, newId, log, inspection, reaper } = props;
  const running = new Map<string, number>();

  async function start(
    configuration: FunctionConfiguration,
    version: string,
  ): Promise<() => FunctionProcess> {
    const taskRoot = await taskRootOf(configuration.asset, taskDirectory);
    return () => {
      const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
      const logStreamName = `${date}/[${version}]${randomBytes(16).toString('hex')}`;
      const inspector = inspection?.take();
      const { roleArn, functionName: sessionName } = configuration;
      const credentials = sessions.issue({ type: 'role', roleArn, sessionName });
      const started: FunctionProcess = new FunctionProcess({
        configuration,
        taskRoot,
        environment: environmentOf({
          configuration,
          version,
          taskRoot,
          logStreamName,
          endpoints,
          credentials,
        }),
        nodeArguments: inspector?.nodeArguments ?? [],
        onEnd: () => {
          inspector?.release();
          sessions.revoke(credentials.accessKeyId);
          reaper.remove(started.pid);
        },
        onLine: (line) => {
          const listener = listeners.get(started);
          if (listener) listener(line);
          else log({ source: 'lambda', functionName: configuration.functionName, text: line });
        },
      });
      reaper.add(started.pid);
      return started;
    };
  }

  async function run(
    configuration: FunctionConfiguration,
    version: string,
    qualifier: string | undefined,
    payload: string,
    { clientContext, requestId = newId() }: InvokeOptions,
  ): Promise<Invocation> {
    const { functionName, functionArn, timeoutInSeconds } = configuration;
    const key = processKey(configuration, version);
    const used = await pool.acquire(key, await start(configuration, version));
    const text = (line: string) => log({ source: 'lambda', functionName, text: line });
    const invocationLog = new InvocationLog(requestId, configuration, text);
    listeners.set(used, (line) => invocationLog.add(line));
    try {
      let initDuration: number | undefined;
      let failure: Awaited<ReturnType<FunctionProcess['initialize']>>;
      if (!initialized.has(used)) {
        const before = performance.now();
        failure = await used.initialize(inspection ? longest : initTimeout);
        initDuration = performance.now() - before;
        initialized.add(used);
      }
      invocationLog.start(version);
      const before = performance.now();
      const limit = inspection ? longest : timeoutInSeconds * 1000;
      const answer =
        failure ??
        (await used.invoke({
          requestId,
          payload,
          invokedFunctionArn: qualifier ? `${functionArn}:${qualifier}` : functionArn,
          functionVersion: version,
          deadline: Date.now() + limit,
          traceId: traceId(),
          ...(clientContext && { clientContext }),
        }));
      const duration = performance.now() - before;
      const isTooLong = answer.type === 'result' && Buffer.byteLength(answer.result) > maxAnswer;
      const seconds = failure ? initTimeout / 1000 : timeoutInSeconds;
      const error = isTooLong
        ? {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: `Response payload size exceeded maximum allowed payload size (${maxAnswer} bytes).`,
          }
        : answer.type === 'result'
          ? undefined
          : errorOf(answer, requestId, seconds);
      if (error && answer.type !== 'error') invocationLog.add(`${error.errorMessage}\n${error.errorType}`);
      const { maxMemoryUsed } = used;
      invocationLog.end({ duration, maxMemoryUsed, ...(initDuration !== undefined && { initDuration }) });
      return {
        payload: error ? JSON.stringify(error) : answer.type === 'result' ? answer.result : 'null',
        ...(error && { functionError: 'Unhandled' as const }),
        logTail: () => invocationLog.tail,
        executedVersion: version,
      };
    } finally {
      listeners.delete(used);
      pool.release(used);
    }
  }

  return {
    resolve: (name) => find(functions, name).version,

    async invoke(name, payload, options = {}) {
      const { configuration, version, qualifier } = find(functions, name);
      const { functionName, reservedConcurrency = Number.POSITIVE_INFINITY } = configuration;
      const before = running.get(functionName) ?? 0;
      if (before >= reservedConcurrency) {
        throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
          fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
        });
      }
      running.set(functionName, before + 1);
      try {
        const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString();
        return await run(configuration, version, qualifier, text === '' ? '{}' : text, options);
      } finally {
        running.set(functionName, (running.get(functionName) ?? 1) - 1);
      }
    },
  };
}

const keys = new WeakMap<FunctionConfiguration, Map<string, string>>();

/** What a warm process is good for: the same function with the same code, wherever its assembly lies. */
export function processKey(configuration: FunctionConfiguration, version: string): string {
  const known = keys.get(configuration) ?? new Map<string, string>();
  keys.set(configuration, known);
  const asset = path.basename(configuration.asset);
  const key = known.get(version) ?? JSON.stringify([{ ...configuration, asset, qualifiers: [] }, version]);
  known.set(version, key);
  return key;
}

/** The function that a name or an ARN means, and which of its versions. */
function find(functions: readonly FunctionConfiguration[], name: string) {
  const { functionName, qualifier } = parseFunctionName(name) ?? {};
  if (functionName === undefined) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `${name} is not the name or the ARN of a function`,
    );
  }
  const configuration = functions.find((candidate) => candidate.functionName === functionName);
  const version = configuration?.qualifiers.get(qualifier ?? '$LATEST');
  if (!configuration || version === undefined) {
    const arn = configuration?.functionArn ?? `function:${functionName}`;
    throw new ServiceError(
      'ResourceNotFoundException',
      `Function not found: ${arn}${qualifier ? `:${qualifier}` : ''}`,
      { fields: { Type: 'User' } },
    );
  }
  return { configuration, version, qualifier };
}

const traceId = (): string => {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
};
