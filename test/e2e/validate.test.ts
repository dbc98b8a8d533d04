import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { validate } from '../../scripts/validate';
import { runCommand, runProgram } from '../kit/commands/run-command';
import { runHere } from '../kit/commands/run-here';

const root = path.join(__dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

const openapi = `openapi: 3.0.0
info: { title: Hours, version: '1' }
paths:
  /hours:
    get:
      operationId: hours
      description: When it is open.
      responses:
        200: { description: Hours, content: { application/json: { schema: { type: string } } } }
`;

it('finds nothing in the project itself', async () => {
  const { stdout, stderr, exitCode } = await runCommand('validate', []);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toMatch(/^agent\.config\.ts: no findings \(\d+ rules\)\n$/);
});

it('lints a foreign document, and fails with what to mend', async () => {
  const broken = file('broken.yaml', openapi.replace('operationId: hours', 'operationId: opening__hours'));
  const { stdout, exitCode } = await runHere(validate, ['--document', broken]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/: 1 finding\n\ndouble-underscore\n {2}at +\/paths\/~1hours\/get\/operationId\n/);
  expect(stdout).toContain("should not have '__'");
  await expect(runHere(validate, ['--document', file('sound.yaml', openapi)])).resolves.toMatchObject({
    exitCode: 0,
  });
});

it('counts the action group into the name of a tool', async () => {
  const document = file('hours.json', JSON.stringify({ openapi: '3.0.0' }));
  const args = ['--document', file('sound.yaml', openapi), '--json'];
  const long = await runHere(validate, [...args, '--action-group', 'x'.repeat(60)]);
  expect(JSON.parse(long.stdout)).toMatchObject({
    ok: false,
    result: { findings: [{ rule: 'tool-name-length' }] },
  });
  const json = await runHere(validate, ['--document', document, '--json']);
  expect(JSON.parse(json.stdout).result.findings[0]).toMatchObject({
    rule: 'document-shape',
    bedrock: { message: expect.stringContaining('Failed to create OpenAPI 3 model') },
  });
});

it('lints another configuration, with files beside it', async () => {
  const source = `import config from ${JSON.stringify(path.join(root, 'agent.config'))};
export default { ...config, instruction: 'Be helpful.' };`;
  const { stdout, exitCode } = await runCommand('validate', [
    '--config',
    file('other.config.ts', source),
    '--json',
  ]);
  expect(exitCode).toBe(1);
  const rules = JSON.parse(stdout).result.findings.map(({ rule }: { rule: string }) => rule);
  expect(rules).toEqual(expect.arrayContaining(['instruction-present', 'entry-exists', 'seed-exists']));
});

it('lists every rule with its source', async () => {
  const { stdout } = await runHere(validate, ['--rules', '--json']);
  const { result } = JSON.parse(stdout);
  expect(result.length).toBeGreaterThan(25);
  for (const { source } of result) expect(source).toMatch(/^https:/);
});

const failures: readonly [string, () => string[], number, RegExp][] = [
  ['a file that is not there', () => ['--document', 'nowhere.yaml'], 1, /There is no file nowhere\.yaml/],
  [
    'no YAML',
    () => ['--document', file('no.yaml', 'openapi: 3.0.0\npaths: [')],
    1,
    /line \d+ is no JSON or YAML object/,
  ],
  [
    'an anchor in itself',
    () => ['--document', file('loop.yaml', 'a: &a { b: *a }')],
    1,
    /cannot be written as JSON: /,
  ],
  [
    'a configuration that throws',
    () => ['--config', file('throws.ts', 'throw new Error("oh")')],
    1,
    /cannot be loaded: oh/,
  ],
  [
    'no configuration',
    () => ['--config', file('empty.ts', 'export default {}')],
    1,
    /does not export an AgentConfig/,
  ],
  ['two things to lint', () => ['--config', 'a', '--document', 'b'], 2, /Give one of them/],
];

it.each(failures)('says what is wrong with %s', async (_name, args, expected, message) => {
  const { stdout, stderr, exitCode } = await runHere(validate, args());
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: expected });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
});

describe('stdout', () => {
  const validateInto = (sink: string) =>
    runProgram('sh', ['-c', `(node --import tsx scripts/validate.ts --help; echo "code $?" >&2) ${sink}`]);

  it('that is closed early is no failure', async () => {
    expect(await validateInto('| true')).toMatchObject({ stderr: 'code 0\n' });
  });

  if (existsSync('/dev/full')) {
    it('that has no room is an error without a stack', async () => {
      const { stderr } = await validateInto('> /dev/full');
      expect(stderr).toMatch(/^validate: The output cannot be written: ENOSPC.*\n {2}Make room.*\ncode 1\n$/);
    });
  }
});
