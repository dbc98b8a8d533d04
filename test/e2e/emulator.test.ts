import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import config from '../../agent.config';
import { emulator as command } from '../../scripts/emulator';
import { reset } from '../../scripts/reset';
import { type RunningCommand, runCommand, startCommand } from '../kit/commands/run-command';
import { runHere, setEnvironment } from '../kit/commands/run-here';

const running: RunningCommand[] = [];
let state: string;
let restore: () => void;

beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'emulator-'));
  restore = setEnvironment(env());
});
afterEach(async () => {
  for (const { child, outcome } of running.splice(0)) {
    child.kill('SIGKILL');
    await outcome;
  }
  restore();
  rmSync(state, { recursive: true, force: true });
});

const env = () => ({ OUTCROP_STATE: state });
/** For what ends by itself. */
const emulator = (...args: string[]) => runHere(command, args);
async function start(...args: string[]) {
  const command = startCommand('emulator', args, { env: env() });
  running.push(command);
  const line = await command.stdoutMatching(/\n/);
  return { ...command, line };
}

it('prints one line once it is ready, and ends with SIGTERM', async () => {
  const { child, outcome, line } = await start('--port', '0', '--json');
  const { ok, result } = JSON.parse(line);
  expect(ok).toBe(true);
  expect(Object.keys(result)).toEqual([
    'endpoint',
    'env',
    'agentId',
    'agentAliasId',
    'knowledgeBaseId',
    'dataSourceId',
    'functions',
  ]);
  expect(result.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${result.endpoint}/_outcrop/emulator`)).status).toBe(200);
  child.kill('SIGTERM');
  const { stdout, stderr, exitCode } = await outcome;
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: line, stderr: '', exitCode: 0 });
  await expect(fetch(result.endpoint)).rejects.toThrow();
});

it('ends with SIGTERM although another command uses it', async () => {
  const { child, outcome, line } = await start('--json');
  const { endpoint } = JSON.parse(line).result;
  const lease = await fetch(`${endpoint}/_outcrop/lease`);
  child.kill('SIGTERM');
  expect((await outcome).exitCode).toBe(0);
  await expect(lease.text()).rejects.toThrow();
});

it('is used by the commands that come after it', async () => {
  const { child, outcome, line } = await start('--json');
  const { endpoint } = JSON.parse(line).result;
  const { stdout } = await runCommand('emulator', ['--env', '--json'], { env: env() });
  expect(JSON.parse(stdout).result.endpoint).toBe(endpoint);
  const elsewhere = await emulator('--port', '1', '--json');
  expect(JSON.parse(elsewhere.stdout)).toMatchObject({ ok: false, error: { code: 'ALREADY_RUNNING' } });
  const inUse = await runHere(reset, ['--yes', '--json']);
  expect(JSON.parse(inUse.stdout)).toMatchObject({ ok: false, error: { code: 'STATE_IN_USE' } });
  const ephemeral = await start('--ephemeral', '--json');
  expect(JSON.parse(ephemeral.line).result.endpoint).not.toBe(endpoint);
  const second = await start('--json');
  expect(second.line).toBe(line);
  child.kill('SIGINT');
  expect((await outcome).exitCode).toBe(0);
  expect(await second.outcome).toEqual({
    stdout: line,
    stderr: `The emulator at ${endpoint} has ended, in process ${child.pid}\n`,
    exitCode: 1,
  });
});

it('sets a shell up, from the background, until it is stopped', async () => {
  const script = `
    eval "$(node --import tsx scripts/emulator.ts --env)" &&
    node -e '
      const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
      new STSClient({}).send(new GetCallerIdentityCommand({})).then(({ Arn }) => console.log(Arn));
    '; node --import tsx scripts/emulator.ts --stop`;
  const { PATH = '' } = process.env;
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], {
    cwd: path.join(__dirname, '..', '..'),
    env: { PATH, AWS_PROFILE: 'no-such-profile', AWS_SESSION_TOKEN: 'of-somebody', ...env() },
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^arn:aws:iam::000000000000:user\/outcrop-emulator\nStopped the emulator at http:/);
  expect((await emulator('--stop')).stdout).toBe('No emulator runs\n');
});

it('forgets with reset', async () => {
  const { child, outcome } = await start('--json');
  child.kill('SIGTERM');
  await outcome;
  const unasked = await runHere(reset, []);
  expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
  const removed = await runCommand('reset', ['--yes'], { env: env() });
  expect(removed).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      config.knowledgeBase ? /^Removed .*-agent\n.* npm run -s sync\n$/ : /^Removed .*-agent\n$/,
    ),
  });
  expect((await runHere(reset, ['--yes'])).stdout).toBe('Nothing was kept\n');
});

it.each([
  [['--port', 'x'], /--port must be 0 to 65535, not x/],
  [['--port', '70000'], /not 70000/],
  [['--env', '--ephemeral'], /exclude each other/],
  [['--env', '--inspect'], /--env and --inspect exclude each other/],
  [['--stop', '--logs'], /--stop and --logs exclude each other/],
  [['--replay', 'nope.jsonl'], /There is no nope\.jsonl/],
  [['--replay', 'nope.jsonl', '--env'], /--replay and --env exclude each other/],
  [['--replay', 'nope.jsonl', '--stop'], /--replay and --stop exclude each other/],
  [['--at-once'], /--at-once needs --replay/],
])('refuses %j', async (args, message) => {
  const { exitCode, stderr } = await emulator(...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
});

it('says which port is taken', async () => {
  const { line } = await start('--ephemeral', '--json');
  const port = new URL(JSON.parse(line).result.endpoint).port;
  const { stdout, exitCode } = await runCommand('emulator', ['--port', port, '--json'], { env: env() });
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'PORT_IN_USE', message: `Port ${port} is taken` },
  });
});
