import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { runCommand, runProgram } from '../kit/commands/run-command';
import { loansProject, type TemporaryProject, temporaryProject } from '../kit/commands/temporary-project';

let project: TemporaryProject;
afterEach(() => project.remove());

const environment = () => ({
  cwd: project.root,
  env: { OUTCROP_STATE: path.join(project.root, '.outcrop') },
});
const ask = async (prompt: string) => {
  const { stdout, exitCode } = await runCommand('invoke-agent', ['--json', prompt], environment());
  return { ...JSON.parse(stdout), exitCode };
};
const types = () =>
  runProgram(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], environment());

it('adds an action group with two files and one entry', async () => {
  project = temporaryProject();
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
  expect(await types()).toMatchObject({ stdout: '', exitCode: 0 });
  const { stdout } = await runCommand('synth', ['--json'], environment());
  const { ok, result } = JSON.parse(stdout);
  expect(ok).toBe(true);
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
  expect(await ask('What are the opening hours on MONDAY?')).toMatchObject({
    ok: true,
    result: {
      answer: expect.stringContaining('9:00 to 17:00'),
      actions: [{ operationId: 'getOpeningHours' }],
    },
  });
});

it('moves to another domain by replacing it in four places', async () => {
  project = loansProject();
  expect(await types()).toMatchObject({ stdout: '', exitCode: 0 });
  const { ok, result } = await ask('When is loan LN-20001 due?');
  expect(ok).toBe(true);
  expect(result.answer).toMatch(/LN-20001 is due on 1 December 2026/);
  expect(result.actions).toMatchObject([
    { actionGroup: 'loans', operationId: 'getLoan', parameters: { loanId: 'LN-20001' }, httpStatusCode: 200 },
  ]);
});
