import { existsSync } from 'node:fs';
import * as path from 'node:path';
import config from '../../agent.config';
import { synth as command } from '../../scripts/synth';
import { runCommand } from '../kit/commands/run-command';
import { runHere } from '../kit/commands/run-here';
import { type TemporaryProject, temporaryProject } from '../kit/commands/temporary-project';
import { stackNames } from '../kit/stack-names';

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

const synth = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await runCommand('synth', ['--json', ...args], { cwd: project.root });
  return { ...JSON.parse(stdout), stderr, exitCode };
};

// newcomer.test.ts tells the same of stage dev, whose app has an action group more there.
it('finds nothing in stage prod, offline and without an account', async () => {
  const stage = 'prod';
  // A profile by its id only may route anywhere, which takes an exception from cdk-nag.
  const { ok, result, stderr } = await synth('--stage', stage, '-c', 'model=eu.amazon.nova-pro-v1:0');
  expect({ ok, stderr }).toMatchObject({ ok: true, stderr: expect.not.stringMatching(/warning|error/i) });
  expect(result).toMatchObject({
    stage,
    assembly: path.join(project.root, 'cdk.out'),
    stacks: stackNames(stage),
  });
  expect(existsSync(path.join(project.root, 'cdk.out', 'manifest.json'))).toBe(true);
});

it('fails for what CloudFormation would refuse and for what AWS Solutions advises against', async () => {
  const file = 'infra/action-group/action-group-function.ts';
  project.write(file, project.read(file).replace(/acceptFinding\(\n[\s\S]*?\n {4}\);/, ''));
  const stack = 'infra/agent-stack.ts';
  project.write(stack, project.read(stack).replace("agentAliasName: 'live'", "agentAliasName: 'li ve'"));
  const { ok, error, result, exitCode } = await synth();
  expect({ ok, exitCode, code: error.code }).toEqual({ ok: false, exitCode: 1, code: 'SYNTH_FAILED' });
  expect(result.output).toMatch(/AgentAliasName: 'li ve' does not match pattern/);
  expect(result.output).toMatch(/AwsSolutions-IAM5\[Resource::\*\]/);
});

it('shows a mistake in the configuration without a stack, and what mends it', async () => {
  const { name } = config;
  project.write('agent.config.ts', project.read('agent.config.ts').replace(`'${name}'`, "'Not A Name'"));
  const { error, result } = await synth();
  expect(error.code).toBe('SYNTH_FAILED');
  expect(result.output).toMatch(/\/name: .*Not A Name.*\[agent-name\]/);
  expect(result.output).not.toMatch(/^ +at /m);
});

it.each([
  [['--stage', 'test'], '--stage test: the stages are dev and prod'],
  [['--model', 'claude'], "'claude' is neither the id nor the ARN of a Bedrock model"],
  [['-c', 'stage=prod', '--stage', 'dev'], 'name two things'],
])('refuses %j before it starts', async (args, message) => {
  const { stdout, exitCode } = await runHere(command, ['--json', ...args]);
  const { error } = JSON.parse(stdout);
  expect({ code: error.code, exitCode }).toEqual({ code: 'USAGE', exitCode: 2 });
  expect(error.message).toContain(message);
});
