import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import config from '../../../agent.config';
import { invokeAgent } from '../../../scripts/invoke-agent';
import { type CommandOutcome, runCommand, runProgram, startCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';
import { temporaryProject } from '../../kit/commands/temporary-project';

let state: string;
let restore: () => void;
beforeAll(() => {
  state = mkdtempSync(path.join(tmpdir(), 'outcrop-state-'));
  restore = setEnvironment(env());
});
afterAll(() => {
  restore();
  rmSync(state, { recursive: true, force: true });
});

const env = () => ({ OUTCROP_STATE: state });
const ask = (...args: string[]) => runCommand('invoke-agent', args, { env: env() });
const parsed = ({ stdout, stderr, exitCode }: CommandOutcome) => ({
  ...JSON.parse(stdout),
  stderr,
  exitCode,
});
const askForJson = async (...args: string[]) => parsed(await ask('--json', ...args));
const askHere = (...args: string[]) => runHere(invokeAgent, args);

describe('on the laptop, with nothing started', () => {
  it("answers the README's line with what is in the table", async () => {
    const line = ['run', '-s', 'invoke-agent', '--', 'Where is my order ORD-100001?'];
    const { stdout, stderr, exitCode } = await runProgram('npm', line, { env: env() });
    expect(stdout).toMatch(/ORD-100001[\s\S]*DHL/);
    expect({ stderr, exitCode, ends: stdout.endsWith('\n') }).toEqual({
      stderr: '',
      exitCode: 0,
      ends: true,
    });
  });

  it('gives the whole turn in --json', async () => {
    expect(await askForJson('Where is my order ORD-100001?')).toEqual({
      ok: true,
      result: {
        answer: expect.stringContaining('00340434161094042557'),
        sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        actions: [
          {
            actionGroup: 'orders',
            operationId: 'getOrder',
            apiPath: '/orders/{orderId}',
            httpMethod: 'GET',
            parameters: { orderId: 'ORD-100001' },
            httpStatusCode: 200,
          },
        ],
        citations: [],
        retrievals: [],
        // The offline planner counts no tokens.
        usage: { inputTokens: 0, outputTokens: 0, modelInvocations: 2 },
        complete: true,
      },
      stderr: '',
      exitCode: 0,
    });
  });

  it.each([
    ['a number that nobody has', 'ORD-999999', [], 404],
    ["somebody else's", 'ORD-100026', [], 404],
    ["one's own, named by --attr", 'ORD-100026', ['--attr', 'customerId=CUST-002'], 200],
    ['no identity', 'ORD-100001', ['--attr', 'customerId='], 401],
  ])('tells %s by its status', async (_, orderId, flags, httpStatusCode) => {
    const { ok, result } = parsed(await askHere('--json', ...flags, `Where is my order ${orderId}?`));
    expect(ok).toBe(true);
    expect(result.actions).toMatchObject([{ parameters: { orderId }, httpStatusCode }]);
  });

  it('shows the steps with --trace, on stderr', async () => {
    const { stdout, stderr } = await askHere('--trace', 'Where is my order ORD-100001?');
    expect(stdout).toContain('ORD-100001');
    expect(stderr).toMatch(/call {3}orders getOrder \{"orderId":"ORD-100001"\}\n/);
    expect(stderr).toMatch(/result orders getOrder 200 \{/);
  });

  it('lets two at once share one emulator', async () => {
    const both = await Promise.all([1, 2].map(() => ask('Where is my order ORD-100001?')));
    for (const { stdout, stderr, exitCode } of both) {
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      expect(stdout).toContain('ORD-100001');
    }
  });
});

it('leaves a confirmed action to a later command, and does it then', async () => {
  const first = await askForJson('--session', 'e2e-cancel', 'Cancel order ORD-100002, I ordered it twice.');
  expect(first).toMatchObject({ ok: true, exitCode: 0, result: { actions: [], complete: true } });
  const [action] = first.result.returnControl.invocationInputs;
  expect(action).toMatchObject({
    operationId: 'cancelOrder',
    parameters: { orderId: 'ORD-100002' },
    actionInvocationType: 'USER_CONFIRMATION',
  });
  expect(action.question).toBe(`Cancel order ORD-100002? The reason given is: ${action.parameters.reason}`);

  const second = await askForJson('--session', 'e2e-cancel', '--confirm', 'yes');
  expect(second.result.actions).toMatchObject([
    { operationId: 'cancelOrder', parameters: action.parameters, httpStatusCode: 200 },
  ]);
  expect((await askHere('What is the status of ORD-100002?')).stdout).toMatch(/cancelled/i);
});

describe('a wrong command line', () => {
  it.each<[string, string[], RegExp]>([
    ['no prompt', [], /A prompt is missing.*\n {2}npm run -s invoke-agent -- "/],
    ['a flag that there is not', ['--stag', 'dev', 'Hi'], /Unknown option '--stag'/],
    ['a stage that there is not', ['--stage', 'test', 'Hi'], /the stages are dev and prod/],
    ['an attribute without =', ['--attr', 'x', 'Hi'], /--attr x: write KEY=VALUE/],
    ['a session id that the service would refuse', ['--session', 'a b', 'Hi'], /--session a b/],
    ['--confirm without anything to confirm', ['--confirm', 'yes'], /needs a prompt or --session/],
  ])('with %s exits 2 and says how it is right', async (_, args, message) => {
    const { stdout, stderr, exitCode } = await askHere(...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(message);
  });

  it('is told in JSON when that was wanted', async () => {
    const { ok, error, exitCode } = parsed(await askHere('--json', '--attr', 'x', 'Hi'));
    expect({ ok, exitCode, code: error.code }).toEqual({ ok: false, exitCode: 2, code: 'USAGE' });
  });
});

it('explains itself with --help', async () => {
  const { stdout, stderr, exitCode } = await ask('--help');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  for (const flag of [
    '--stage',
    '--profile',
    '--region',
    '--endpoint',
    '--session',
    '--attr',
    '--trace',
    '--confirm',
  ]) {
    expect(stdout).toContain(flag);
  }
  expect(stdout).toContain(config.laptop.samplePrompts[0]);
});

// test/e2e/secrets starts the process with a stage that it does not reach.
it.each([
  ['no region is set', {}, 'NO_REGION'],
  ['there are no credentials', { AWS_REGION: 'eu-west-1' }, 'NO_CREDENTIALS'],
])('with --stage says that %s', async (_, aws, code) => {
  const isolated = setEnvironment(aws);
  const outcome = await askHere('--stage', 'dev', '--json', 'Hi').finally(isolated);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    ok: false,
    error: { code, hint: expect.stringMatching(/\S/) },
  });
  expect(outcome.exitCode).toBe(1);
});

it('ends with 130 on Ctrl-C while the app is synthesized, and leaves nothing half made', async () => {
  const project = temporaryProject();
  try {
    cpSync(path.join(__dirname, '..', '..', '..', 'tsconfig.json'), path.join(project.root, 'tsconfig.json'));
    const read = project.read('infra/app.ts');
    // Says when it runs, and then never ends.
    project.write(
      'infra/app.ts',
      `process.kill(process.ppid, 'SIGINT'); setInterval(() => {}, 1000);\n${read}`,
    );
    const command = startCommand('invoke-agent', ['Hi'], { cwd: project.root, env: env() });
    expect(await command.outcome).toMatchObject({ stderr: 'invoke-agent: Interrupted\n', exitCode: 130 });
  } finally {
    project.remove();
  }
});

it("shows the mistake in one's configuration as a sentence", async () => {
  const project = temporaryProject();
  try {
    const { name } = config;
    project.write('agent.config.ts', project.read('agent.config.ts').replace(`'${name}'`, "'Not A Name'"));
    const { stdout, stderr, exitCode } = await runCommand('invoke-agent', ['Hi'], {
      cwd: project.root,
      env: env(),
    });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(
      /^invoke-agent: The app does not synthesize: [\s\S]*Not A Name[\s\S]*\n {2}npm run synth[^\n]*\n$/,
    );
    expect(stderr).not.toMatch(/^ {4}at /m);
  } finally {
    project.remove();
  }
});
