// The program in a function's process: what Lambda's Node.js runtime does, over IPC. CommonJS, so that a cold
// start loads the handler and nothing else.
const { existsSync } = require('node:fs');
const path = require('node:path');
const { inspect, format, types } = require('node:util');
const { pathToFileURL } = require('node:url');

const { _HANDLER: handlerName, LAMBDA_TASK_ROOT: taskRoot, AWS_LAMBDA_LOG_FORMAT: logFormat } = process.env;
const [, , marker] = process.argv;
process.argv.splice(2);

const send = process.send.bind(process);
const write = process.stdout.write.bind(process.stdout);
// One pipe keeps in sequence what a handler writes to both.
process.stderr.write = (...args) => process.stdout.write(...args);

let requestId;
const levels = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
for (const [method, level] of Object.entries(levels)) {
  console[method] = (...args) => print(level, args);
}

function print(level, args) {
  const timestamp = new Date().toISOString();
  const message = args.length === 1 && typeof args[0] === 'object' ? args[0] : format(...args);
  write(
    logFormat === 'JSON'
      ? `${JSON.stringify({ timestamp, level, requestId, message })}\n`
      : `${timestamp}\t${requestId ?? ''}\t${level}\t${format(...args).replaceAll('\n', '\r')}\n`,
  );
}

const errorOf = (error, errorType) =>
  types.isNativeError(error) || (error?.name && error.message && error.stack)
    ? {
        errorType: errorType ?? error.name,
        errorMessage: error.message,
        trace: String(error.stack).split('\n'),
      }
    : { errorType: errorType ?? typeof error, errorMessage: String(error), trace: [] };

/** Tells the emulator, after everything that was logged: the marker ends this invocation's part of the log. */
function tell(message, then) {
  if (message.type === 'error') print('ERROR', ['Invoke Error', inspect(message.error, { depth: 3 })]);
  write(`${marker}\n`);
  send(message, then);
}

function die(error, errorType) {
  const exit = () => process.reallyExit(1);
  if (process.connected) tell({ type: 'error', fatal: true, error: errorOf(error, errorType) }, exit);
  else exit();
}
process.on('uncaughtException', (error) => die(error));
process.on('unhandledRejection', (reason) => die(reason, 'Runtime.UnhandledPromiseRejection'));
process.on('disconnect', () => process.reallyExit(0));

class InitError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

async function load() {
  const [, folder = '', moduleName, exported] = /^(.*\/)?([^./]+)\.(.+)$/.exec(handlerName) ?? [];
  if (!moduleName) throw new InitError('Runtime.MalformedHandlerName', `Bad handler ${handlerName}`);
  const stem = path.resolve(taskRoot, folder, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => stem + extension).find((name) => existsSync(name));
  if (!file) throw new InitError('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  let loaded;
  try {
    loaded = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : require(file);
  } catch (error) {
    if (error instanceof SyntaxError) error.name = 'Runtime.UserCodeSyntaxError';
    else if (error?.code === 'MODULE_NOT_FOUND') error.name = 'Runtime.ImportModuleError';
    throw error;
  }
  const handler = exported.split('.').reduce((value, key) => value?.[key], loaded);
  if (typeof handler !== 'function') {
    throw new InitError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  return handler;
}

function contextOf(message, clientContext) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: message.functionVersion,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: message.requestId,
    invokedFunctionArn: message.invokedFunctionArn,
    clientContext,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

/** Promise and callback handlers alike, as the runtimes before nodejs24.x take them. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    const legacy = { done: callback, succeed: resolve, fail: reject };
    const returned = handler(event, { ...context, ...legacy }, callback);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3 && returned !== undefined) resolve(returned);
    else if (handler.length < 2) resolve(returned);
  });
}

async function invoke(handler, message) {
  requestId = message.requestId;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  let event;
  let clientContext;
  try {
    event = JSON.parse(message.payload);
    clientContext = message.clientContext && JSON.parse(message.clientContext);
  } catch (error) {
    return { type: 'error', fatal: false, error: errorOf(error, 'Runtime.UnmarshalError') };
  }
  let result;
  try {
    result = await run(handler, event, contextOf(message, clientContext));
  } catch (error) {
    return { type: 'error', fatal: false, error: errorOf(error) };
  }
  try {
    return { type: 'result', result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { type: 'error', fatal: false, error: errorOf(error, 'Runtime.MarshalError') };
  }
}

load().then(
  (handler) => {
    process.on('message', async (message) => tell(await invoke(handler, message)));
    write(`${marker}\n`);
    send({ type: 'ready' });
  },
  (error) => die(error),
);
