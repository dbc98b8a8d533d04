import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import agentConfig from '../../../agent.config';
import { type CommandOutcome, runCommand, runProgram } from '../../kit/commands/run-command';
import { type TemporaryProject, temporaryProject } from '../../kit/commands/temporary-project';
import { deletedPlaces, deletedScripts } from '../../kit/orders/another-domain';

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

const runTests = (project: TemporaryProject, ...args: readonly string[]) =>
  runProgram(process.execPath, ['node_modules/jest/bin/jest.js', ...args], environment(project));

/** The whole files that the README shows, by the path in their first line. */
function filesInReadme(project: TemporaryProject): ReadonlyMap<string, string> {
  const blocks = project.read('README.md').matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, file = '', text = '']) => [file, text]));
}

function edit(project: TemporaryProject, file: string, change: (line: string) => readonly string[]): void {
  project.write(file, project.read(file).split('\n').flatMap(change).join('\n'));
}

/** A library's loans in place of the orders, as docs/another-domain.md says. */
function loansProject(): TemporaryProject {
  const project = temporaryProject('test', 'docs');
  for (const place of [...deletedPlaces(), 'agent.config.ts']) project.delete(place);
  project.addFixture('loans');
  const { scripts, ...rest } = JSON.parse(project.read('package.json')) as {
    scripts: Record<string, string>;
  };
  const gone = deletedScripts();
  const kept = Object.entries(scripts).filter(([name]) => !gone.includes(name));
  project.write('package.json', JSON.stringify({ ...rest, scripts: Object.fromEntries(kept) }));
  const dead = new RegExp(`npm run (-s )?(${gone.join('|')})\\b`);
  edit(project, 'README.md', (line) => (dead.test(line) ? [] : [line]));
  edit(project, 'SECURITY.md', (line) => {
    const left = line.replace(/(, )?\[?`((?:test|docs)\/[^`]+)`(\]\(\S+\))?/g, (all, _, file) =>
      existsSync(path.join(project.root, file)) ? all : '',
    );
    return !dead.test(left) && (left === line || left.includes('`')) ? [left] : [];
  });
  return project;
}

function openingHoursProject(): TemporaryProject {
  const project = temporaryProject('test/kit');
  for (const [file, text] of filesInReadme(project)) project.write(file, text);
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

it("runs the README's tests as they stand there", async () => {
  const files = [...filesInReadme(hours).keys()];
  expect(files).toHaveLength(2);
  const { stderr, exitCode } = await runTests(hours, '--runInBand', ...files);
  expect({ stderr, exitCode }).toMatchObject({
    stderr: expect.stringContaining('2 passed, 2 total'),
    exitCode: 0,
  });
});

it('shows in the README how the orders are handled', () => {
  const sources = ['orders', 'handler'].map((name) => hours.read(`functions/orders/${name}.ts`)).join('\n');
  const [, shown = ''] = /```ts\n(export const orderHandlers[\s\S]*?)```/.exec(hours.read('README.md')) ?? [];
  const lines = shown.split('\n').filter((line) => line.trim() !== '' && !/^ *\/\//.test(line));
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.filter((line) => !sources.split('\n').includes(line))).toEqual([]);
});

it('moves to another domain as the guide says, in which neither compiler nor unit tests miss anything', async () => {
  expect(await types).toMatchObject({ stdout: '', exitCode: 0 });
  // Those that look at the whole project; the others of test/unit know only what they are given.
  const suites = ['readme', 'security', 'architecture', 'schemas/openapi', 'stack/flags'];
  const units = await runTests(loans, '--selectProjects', 'unit', '--testPathPatterns', ...suites);
  expect(units).toMatchObject({ stderr: expect.not.stringContaining('failed'), exitCode: 0 });
  const { ok, result } = await ask(loans, 'When is loan LN-20001 due?');
  expect(ok).toBe(true);
  expect(result.answer).toMatch(/LN-20001 is due on 1 December 2026/);
  expect(result.actions).toMatchObject([
    { actionGroup: 'loans', operationId: 'getLoan', parameters: { loanId: 'LN-20001' }, httpStatusCode: 200 },
  ]);
});
