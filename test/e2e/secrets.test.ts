import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { deploy } from '../../scripts/deploy';
import { destroy } from '../../scripts/destroy';
import { invokeAgent } from '../../scripts/invoke-agent';
import { type CommandOutcome, runCommand } from '../kit/commands/run-command';
import { runHere, setEnvironment } from '../kit/commands/run-here';

const secrets = { key: 'MARKERsecretKEYofNOBODY1', token: 'MARKERsessionTOKENofNOBODY2' };
let state: string;

beforeAll(() => {
  state = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

/** A shell that is signed in to AWS, and reaches nothing: a port of loopback that nobody listens at. */
const env = () => ({
  OUTCROP_STATE: state,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: secrets.key,
  AWS_SESSION_TOKEN: secrets.token,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_MAX_ATTEMPTS: '1',
});

const failsSilently = ({ stdout, stderr, exitCode }: CommandOutcome) => {
  expect(exitCode).toBe(1);
  expect(stdout + stderr).not.toMatch(new RegExp(Object.values(secrets).join('|')));
};

it.each([
  ['invoke-agent', ['--stage', 'dev', 'Where is it?']],
  ['sync-docs', ['--stage', 'dev']],
])('%s %j fails without a word of the secrets', async (name, args) => {
  failsSilently(await runCommand(name, args, { env: env() }));
});

it.each([
  ['invoke-agent', () => runHere(invokeAgent, ['--stage', 'dev', '--json', '--trace', 'Where is it?'])],
  ['deploy', () => runHere(deploy, ['--stage', 'dev', '--yes'])],
  ['destroy', () => runHere(destroy, ['--stage', 'dev', '--yes'])],
])('%s within a process of the same shell fails without a word of the secrets', async (_, run) => {
  const restore = setEnvironment(env());
  try {
    failsSilently(await run());
  } finally {
    restore();
  }
});

it('neither the laptop nor what it prints for a shell has anything of them', async () => {
  const answer = await runCommand('invoke-agent', ['--json', '--trace', 'Where is my parcel?'], {
    env: env(),
  });
  expect(answer.exitCode).toBe(0);
  expect(answer.stdout + answer.stderr).not.toMatch(new RegExp(Object.values(secrets).join('|')));
});
