import { type CommandResult, defineCommand, main } from '../../../scripts/cli/command';
import { CommandError, Interrupted } from '../../../scripts/cli/errors';
import { fakeIo } from '../../kit/commands/fake-io';

const greet = (run: () => Promise<CommandResult> = async () => ({ result: { hello: 1 }, text: 'Hello' })) =>
  defineCommand({
    name: 'greet',
    summary: 'Greets.',
    positionals: '[NAME]',
    flags: {
      loud: { type: 'boolean', description: 'Louder' },
      to: { type: 'string', value: 'WHOM', multiple: true, description: 'More to greet' },
    },
    examples: ['npm run -s greet -- you'],
    notes: ['It is polite.'],
    run,
  });

async function outcome(argv: string[], command = greet(), signal?: AbortSignal) {
  const { io, stdout, stderr } = fakeIo();
  const exitCode = await main(command, argv, io, signal);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

it('writes the text, or with --json the result and nothing else', async () => {
  expect(await outcome([])).toEqual({ exitCode: 0, stdout: 'Hello\n', stderr: '' });
  expect(await outcome(['--json'])).toEqual({
    exitCode: 0,
    stdout: '{"ok":true,"result":{"hello":1}}\n',
    stderr: '',
  });
});

it('generates its help', async () => {
  const { exitCode, stdout, stderr } = await outcome(['-h']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'Greets.',
      '',
      'Usage: npm run -s greet -- [FLAGS] [NAME]',
      '',
      'Flags:',
      '  --loud      Louder',
      '  --to WHOM   More to greet (repeatable)',
      '  --json      Print one JSON object: {"ok":true,"result":…} or {"ok":false,"error":…}',
      '  -h, --help  Show this help',
      '',
      'Examples:',
      '  npm run -s greet -- you',
      '',
      'It is polite.',
      'Exit codes: 0 done, 1 failed, 2 usage, 130 interrupted.',
      '',
    ].join('\n'),
  );
});

it.each([
  [['--lout'], "Unknown option '--lout'"],
  [['-5 degrees?'], "Unknown option '-5'"],
  [['--to'], "Option '--to <value>' argument missing"],
  [['--loud=yes'], "Option '--loud' does not take an argument"],
])('refuses %j with exit code 2 and the way to the help', async (argv, message) => {
  const { exitCode, stdout, stderr } = await outcome(argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`^greet: ${message.replace(/[?]/g, '\\$&')}\n  npm run -s greet -- --help`),
  );
});

it('says how to pass text that starts with a dash, and takes it so', async () => {
  expect((await outcome(['-5 degrees?'])).stderr).toContain('npm run -s greet -- -- "-…"');
  const seen: unknown[] = [];
  const command = greet();
  await outcome(['--', '-5 degrees?', '--json'], {
    ...command,
    run: async ({ positionals, json }) => {
      seen.push(positionals, json);
      return { result: null, text: '' };
    },
  });
  expect(seen).toEqual([['-5 degrees?', '--json'], false]);
});

it('shows an expected failure as a sentence with a hint, and in JSON with what was done', async () => {
  const failing = greet(async () => {
    throw new CommandError({
      code: 'NOBODY',
      message: 'Nobody is here',
      hint: 'Come in',
      result: { half: 1 },
    });
  });
  expect(await outcome([], failing)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'greet: Nobody is here\n  Come in\n',
  });
  expect(JSON.parse((await outcome(['--json'], failing)).stdout)).toEqual({
    ok: false,
    error: { code: 'NOBODY', message: 'Nobody is here', hint: 'Come in' },
    result: { half: 1 },
  });
});

it('calls anything else a defect, without a stack', async () => {
  const broken = greet(async () => {
    throw new TypeError('x is undefined');
  });
  const { exitCode, stderr } = await outcome([], broken);
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'greet: TypeError: x is undefined\n  This is a defect of greet: run it again with OUTCROP_DEBUG=1 to see where\n',
  );
});

it('names a full disk, whatever failed of it', async () => {
  const failing = greet(async () => {
    const cause = new Error('IO error: /home/me/000003.log: No space left on device');
    throw new Error('Database failed to open', { cause });
  });
  const { stdout } = await outcome(['--json'], failing);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'DISK_FULL', hint: expect.stringContaining('room') },
  });
});

it('exits 130 when it was interrupted, whatever it then throws', async () => {
  const interruption = new AbortController();
  const stopping = greet(async () => {
    interruption.abort(new Interrupted());
    throw new Error('socket closed');
  });
  expect(await outcome([], stopping, interruption.signal)).toEqual({
    exitCode: 130,
    stdout: '',
    stderr: 'greet: Interrupted\n',
  });
});
