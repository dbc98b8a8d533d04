import config from '../../agent.config';
import { ensureAssembly } from '../../scripts/assembly';
import { deploy } from '../../scripts/deploy';
import { destroy } from '../../scripts/destroy';
import { diff } from '../../scripts/diff';
import { seed } from '../../scripts/seed';
import { templatesOf } from '../../scripts/stack/assembly-facts';
import { account, type FakeAws, fakeAws, region } from '../kit/aws/fake-aws';
import { type CommandOutcome, runCommand } from '../kit/commands/run-command';
import { runHere, setEnvironment } from '../kit/commands/run-here';
import {
  type TemporaryProject,
  temporaryProject,
  withAssembly,
  withoutValidation,
} from '../kit/commands/temporary-project';
import { stackNames } from '../kit/stack-names';

const place = `account ${account} in ${region}`;
let project: TemporaryProject;
let aws: FakeAws;

beforeAll(async () => {
  // The CDK writes into the project, where another test may be reading.
  project = await withAssembly(withoutValidation(temporaryProject()));
});
afterAll(() => project.remove());
afterEach(() => aws?.close());

const run = (name: string, ...args: string[]): Promise<CommandOutcome> =>
  runCommand(name, args, { cwd: project.root, env: aws.env });
const runForJson = async (name: string, ...args: string[]) => {
  const { stdout, exitCode } = await run(name, ...args, '--json');
  return { ...JSON.parse(stdout), exitCode };
};

const commands = {
  deploy: (args: readonly string[]) => runHere(deploy, args),
  diff: (args: readonly string[]) => runHere(diff, args),
  seed: (args: readonly string[]) => runHere(seed, args),
  destroy: (args: readonly string[]) => runHere(destroy, args),
};
/** For what ends without the CDK. */
const runInside = async (
  name: keyof typeof commands,
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<CommandOutcome> => {
  const restore = setEnvironment(env);
  try {
    return await commands[name](args);
  } finally {
    restore();
  }
};

it('deploys dev, fills its tables, sees no difference and destroys it', async () => {
  aws = await fakeAws({ agents: 0 });
  const deployed = await run('deploy', '--yes');
  expect(deployed.stderr).toContain('maintenance');
  expect(deployed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`deployed to ${place}`) });
  const [prompt = ''] = config.laptop.samplePrompts;
  expect(deployed.stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^ {2}npm run -s invoke-agent -- --stage dev /,
  );
  expect(deployed.stdout).toContain(JSON.stringify(prompt));
  expect(aws.cloudFormation.names).toEqual(stackNames('dev'));

  const seeded = await runForJson('seed', '--stage', 'dev');
  expect(seeded).toMatchObject({ ok: true, result: { stage: 'dev', account, region } });
  for (const { table, items } of seeded.result.tables) expect(aws.items.get(table)?.size).toBe(items);
  expect(seeded.result.tables.length).toBeGreaterThan(0);

  expect(await runForJson('diff')).toMatchObject({ ok: true, result: { differences: 0 } });

  const destroyed = await runForJson('destroy', '--yes');
  // CloudFormation cannot delete a bucket that holds something.
  expect(destroyed).toMatchObject({
    ok: true,
    result: {
      destroyed: stackNames('dev'),
      remains: config.knowledgeBase ? [{ type: 'AWS::S3::Bucket', remove: [] }] : [],
    },
  });
  expect(destroyed.result.deletedTables).toEqual(
    seeded.result.tables.map(({ table }: { table: string }) => table),
  );
  expect(aws.cloudFormation.names).toEqual([]);
});

it('never seeds prod, and says what a destroyed prod leaves behind', async () => {
  aws = await fakeAws();
  const refused = await runForJson('seed', '--stage', 'prod');
  expect(refused).toMatchObject({ ok: false, exitCode: 1, error: { code: 'NEVER_IN_PROD' } });
  expect(aws.calls).toEqual([]);

  const assembly = await ensureAssembly({ stage: 'prod', root: project.root });
  for (const [name, template] of templatesOf(assembly)) aws.cloudFormation.put(name, template);
  const { stdout, exitCode } = await run('destroy', '--stage', 'prod', '--yes');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/AWS::DynamoDB::GlobalTable .*\n.*update-table .*--no-deletion-protection-enabled/);
  expect(stdout).toMatch(/AWS::Logs::LogGroup .*\n.*aws logs delete-log-group --log-group-name \S+/);
  // Parts of what is deleted, whatever their own policy says.
  expect(stdout).not.toMatch(/AWS::Lambda::|AWS::Bedrock::GuardrailVersion/);
  expect(aws.cloudFormation.names).toEqual([]);
});

it('explains why a deployment failed', async () => {
  const reason = 'Bedrock Agents is in Maintenance Mode and not open to new accounts';
  const stackName = stackNames('dev').at(-1) ?? '';
  aws = await fakeAws({ deploymentFailure: { stackName, reason } });
  expect(await runForJson('deploy', '--yes')).toMatchObject({
    ok: false,
    exitCode: 1,
    error: { code: 'MAINTENANCE_MODE', hint: expect.stringContaining('laptop') },
  });
});

it('changes nothing without consent', async () => {
  aws = await fakeAws();
  const [name = ''] = stackNames('dev');
  aws.cloudFormation.put(name, {});
  const { stdout, stderr, exitCode } = await runInside('destroy', aws.env);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain(`There is no terminal to ask: Destroy ${name} in ${place}?\n  Give --yes`);
  expect(aws.cloudFormation.names).toEqual([name]);
});

it.each([
  ['destroy', 'NOTHING_DEPLOYED'],
  ['seed', 'NOT_DEPLOYED'],
] as const)('%s says when there is no such stage', async (name, code) => {
  aws = await fakeAws();
  const { stdout, exitCode } = await runInside(name, aws.env, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code } });
  expect(exitCode).toBe(1);
});

it.each<[keyof typeof commands, Record<string, string>, string]>([
  ['deploy', {}, 'NO_REGION'],
  ['diff', { AWS_REGION: 'eu-west-1' }, 'NO_CREDENTIALS'],
  ['destroy', { AWS_REGION: 'eu-west-1' }, 'NO_CREDENTIALS'],
  ['seed', {}, 'NO_REGION'],
])('%s with the environment %j ends with %s', async (name, env, code) => {
  const { stdout, exitCode } = await runInside(name, env, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code, hint: expect.any(String) } });
  expect(exitCode).toBe(1);
});
