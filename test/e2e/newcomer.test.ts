import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import agentConfig from '../../agent.config';
import { type CommandOutcome, runCommand, runProgram } from '../kit/commands/run-command';
import { loansProject, type TemporaryProject, temporaryProject } from '../kit/commands/temporary-project';

let hours: TemporaryProject;
let loans: TemporaryProject;
let types: Promise<CommandOutcome>;
beforeAll(() => {
  hours = openingHoursProject();
  loans = loansProject();
  types = typesOf(hours, loans);
});
afterAll(async () => {
  await types;
  for (const project of [hours, loans]) project.remove();
});

const environment = ({ root }: TemporaryProject) => ({
  cwd: root,
  env: { OUTCROP_STATE: path.join(root, '.outcrop') },
});
const ask = async (project: TemporaryProject, prompt: string) => {
  const { stdout, exitCode } = await runCommand('invoke-agent', ['--json', prompt], environment(project));
  return { ...JSON.parse(stdout), exitCode };
};

/** Of both at once: most of what the compiler reads are the packages, which they share. */
function typesOf(...projects: readonly [TemporaryProject, TemporaryProject]): Promise<CommandOutcome> {
  const [first] = projects;
  const tsconfig = JSON.parse(first.read('tsconfig.json')) as { readonly include: readonly string[] };
  const include = projects.flatMap(({ root }) => tsconfig.include.map((name) => path.join(root, name)));
  first.write('.types.json', JSON.stringify({ ...tsconfig, include }));
  const args = ['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.types.json'];
  return runProgram(process.execPath, args, environment(first));
}

function openingHoursProject(): TemporaryProject {
  const project = temporaryProject();
  project.addFixture('opening-hours');
  const config = project.read('agent.config.ts');
  const entry = `{
      name: 'opening-hours',
      description: 'Tell when the desk is open',
      contract: openingHours,
      entry: 'functions/opening-hours/handler.ts',
    },`;
  project.write(
    'agent.config.ts',
    `import { openingHours } from './schemas/opening-hours';\n${config.replace('actionGroups: [', `actionGroups: [${entry}`)}`,
  );
  return project;
}

it('adds an action group with two files and one entry, in which neither compiler nor synthesis finds anything', async () => {
  expect(await types).toMatchObject({ stdout: '', exitCode: 0 });
  const { stdout, stderr } = await runCommand('synth', ['--json', '--stage', 'dev'], environment(hours));
  const { ok, result } = JSON.parse(stdout);
  expect({ ok, stderr }).toMatchObject({ ok: true, stderr: expect.not.stringMatching(/warning|error/i) });
  expect(result).toMatchObject({
    stage: 'dev',
    assembly: path.join(hours.root, 'cdk.out'),
    stacks: ['data', 'knowledge-base', 'agent'].map((stack) => `${agentConfig.name}-dev-${stack}`),
  });
  expect(existsSync(path.join(hours.root, 'cdk.out', 'manifest.json'))).toBe(true);
  const template = JSON.parse(
    readFileSync(path.join(result.assembly, `${result.stacks.at(-1)}.template.json`), 'utf8'),
  );
  expect(Object.keys(template.Outputs)).toContain('FunctionOpeningHours');
  const { ActionGroups } = template.Resources.Agent.Properties;
  expect(ActionGroups).toContainEqual(
    expect.objectContaining({
      ActionGroupName: 'opening-hours',
      ApiSchema: { Payload: expect.stringContaining('getOpeningHours') },
    }),
  );
  expect(await ask(hours, 'What are the opening hours on MONDAY?')).toMatchObject({
    ok: true,
    result: {
      answer: expect.stringContaining('9:00 to 17:00'),
      actions: [{ operationId: 'getOpeningHours' }],
    },
  });
});

it('moves to another domain by replacing it in four places', async () => {
  expect(await types).toMatchObject({ stdout: '', exitCode: 0 });
  const { ok, result } = await ask(loans, 'When is loan LN-20001 due?');
  expect(ok).toBe(true);
  expect(result.answer).toMatch(/LN-20001 is due on 1 December 2026/);
  expect(result.actions).toMatchObject([
    { actionGroup: 'loans', operationId: 'getLoan', parameters: { loanId: 'LN-20001' }, httpStatusCode: 200 },
  ]);
});
