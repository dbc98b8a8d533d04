import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import type { LogLine } from '../../../emulator/log';
import { agentResources, functionResource, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

const probe = `
const { readFileSync, writeFileSync } = require('node:fs');
let calls = 0;
const hog = [];
const does = {
  context: (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), keys: Object.keys(context) }),
  environment: () => ({ env: process.env, cwd: process.cwd(), argv: process.argv.length, execArgv: process.execArgv }),
  calls: () => ({ pid: process.pid, calls: ++calls }),
  log: () => { console.log('plain', { a: 1 }); console.error('two\\nlines'); process.stdout.write('no newline'); },
  flood: () => { for (let n = 0; n < 1000; n++) console.log('line ' + n); },
  nothing: () => undefined,
  echo: (event) => event,
  throws: () => { throw new TypeError('not today'); },
  throwsText: () => { throw 'just text'; },
  loop: () => { for (;;); },
  never: () => new Promise(() => {}),
  deaf: () => { process.on('SIGTERM', () => {}); return new Promise(() => {}); },
  exit0: () => process.exit(0),
  exit3: () => process.exit(3),
  abort: () => process.abort(),
  heap: () => { for (;;) hog.push(new Array(1e5).fill({})); },
  buffers: () => { for (;;) hog.push(Buffer.alloc(8e6, 1)); },
  later: () => new Promise(() => { setTimeout(() => { throw new Error('out of nowhere'); }); }),
  forgotten: () => new Promise(() => { Promise.reject(new Error('nobody waits')); }),
  circular: () => { const value = {}; value.value = value; return value; },
  big: () => 'x'.repeat(6_300_000),
  parse: () => __dirname,
};
exports.handler = async (event, context) => does[event.does](event, context);
exports.callback = (event, context, callback) => setImmediate(callback, null, { called: true });
exports.nested = { handler: async () => 'nested' };
`;
const broken = 'require("no-such-module"); exports.handler = async () => 1;';
const unparsable = 'exports.handler = async () => {';
const gate = `
const { existsSync, appendFileSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
let inside = 0;
exports.handler = async ({ id }) => {
  inside++;
  appendFileSync(process.env.SEEN, JSON.stringify({ id, pid: process.pid, inside }) + '\\n');
  while (!existsSync(process.env.OPEN)) await wait(5);
  inside--;
  return process.pid;
};
`;

const version = (name: string) => ({
  Type: 'AWS::Lambda::Version',
  Properties: { FunctionName: { Ref: name } },
});
const fn = (name: string, code: string, properties: object = {}) => {
  const { Type, Properties } = functionResource(name);
  return {
    Type,
    Properties: {
      ...Properties,
      Code: { S3Bucket: 'assets', S3Key: `${code}.zip` },
      MemorySize: 256,
      ...properties,
    },
  };
};

/** Functions that do what they are told, well and badly, for the tests of one file. */
export function probeApp() {
  let app: HandMadeApp;
  let emulator: Emulator;
  let client: LambdaClient;
  const lines: LogLine[] = [];
  beforeAll(async () => {
    process.env.OUTCROP_TEST_SECRET = 'of the developer';
    app = handMadeApp(
      {
        Probe: fn('Probe', 'probe', { Environment: { Variables: { TABLE: 'things' } } }),
        ProbeVersion: version('Probe'),
        ProbeAlias: {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            FunctionName: { Ref: 'Probe' },
            FunctionVersion: { 'Fn::GetAtt': ['ProbeVersion', 'Version'] },
            Name: 'live',
          },
        },
        Brief: fn('Brief', 'probe', { Timeout: 1 }),
        // On a busy machine a heap is not full within five seconds.
        Patient: fn('Patient', 'probe', { Timeout: 60 }),
        Callback: fn('Callback', 'probe', { Handler: 'index.callback' }),
        Nested: fn('Nested', 'probe', { Handler: 'index.nested.handler' }),
        Absent: fn('Absent', 'probe', { Handler: 'index.absent' }),
        NoFile: fn('NoFile', 'probe', { Handler: 'elsewhere.handler' }),
        Broken: fn('Broken', 'broken'),
        Unparsable: fn('Unparsable', 'unparsable'),
        Reserved: fn('Reserved', 'gate', {
          ReservedConcurrentExecutions: 1,
          Environment: { Variables: { OPEN: '/nowhere/open', SEEN: '/dev/null' } },
          Timeout: 2,
        }),
        Structured: fn('Structured', 'probe', { LoggingConfig: { LogFormat: 'JSON' } }),
        ...agentResources('Desk', {}),
      },
      { probe, broken, unparsable, gate },
    );
    emulator = await createEmulator({ assembly: app.folder, log: (line) => lines.push(line) });
    client = new LambdaClient(clientConfig(emulator));
  });
  afterAll(async () => {
    client.destroy();
    await emulator.close();
    app.remove();
  });

  async function invoke(FunctionName: string, event: unknown, more: Partial<InvokeCommandInput> = {}) {
    const answer = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: 'Tail', ...more }),
    );
    const text = answer.Payload?.transformToString() ?? '';
    return {
      ...answer,
      payload: text === '' ? undefined : JSON.parse(text),
      log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
      requestId: answer.$metadata.requestId,
    };
  }

  return {
    get app() {
      return app;
    },
    get emulator() {
      return emulator;
    },
    get client() {
      return client;
    },
    /** What the emulator logged so far. */
    lines: lines as readonly LogLine[],
    /** With what was answered parsed, and the end of the log. */
    invoke,
    /** Lets a function do one of the things that `probe` can. */
    probeDoes: (does: string, name = 'Probe') => invoke(name, { does }),
  };
}
