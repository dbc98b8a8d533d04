import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { runProgram } from '../../kit/commands/run-command';

const hasPython = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;

/**
 * Runs a command on a terminal of its own: \`steps\` are what to type, each once the text before it has been seen.
 * Prints the exit code and all that the terminal showed.
 */
const driver = `
import json, os, pty, select, sys, time
steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown, since = '', 0
def read(timeout):
    global shown
    ready, _, _ = select.select([terminal], [], [], timeout)
    if not ready:
        raise SystemExit('Nothing more came after: ' + shown)
    try:
        more = os.read(terminal, 65536).decode(errors='replace')
    except OSError:
        more = ''
    shown += more
    return more
for text, keys in steps:
    while text not in shown[since:]:
        if not read(120):
            raise SystemExit('It ended before ' + repr(text) + ': ' + shown)
    since = shown.index(text, since) + len(text)
    os.write(terminal, keys.encode())
while read(120):
    pass
_, status = os.waitpid(pid, 0)
print(json.dumps({'exitCode': os.waitstatus_to_exitcode(status), 'shown': shown}))
`;

type Step = readonly [seen: string, keys: string];
const enter = '\r';
const up = '\u001b[A';
const interrupt = '\u0003';

let state: string;
beforeAll(() => {
  state = mkdtempSync(path.join(tmpdir(), 'terminal-'));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

async function onTerminal(steps: readonly Step[], ...args: string[]) {
  const command = [process.execPath, '--import', 'tsx', 'scripts/invoke-agent.ts', ...args];
  const { stdout, stderr } = await runProgram('python3', ['-c', driver, JSON.stringify(steps), ...command], {
    env: { OUTCROP_STATE: state, TERM: 'xterm' },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { readonly exitCode: number; readonly shown: string };
}

if (hasPython) {
  it('converses: keeps what was said at hand, asks before it acts, and ends with 130 on Ctrl-C', async () => {
    const { exitCode, shown } = await onTerminal([
      ['> ', `/session${enter}`],
      ['Session ', ''],
      ['> ', `/session new${enter}`],
      ['New session ', ''],
      ['> ', `/trace${enter}`],
      ['Steps are shown', ''],
      ['> ', `/trace${enter}`],
      ['Steps are hidden', ''],
      ['> ', `Where is my order ORD-100002?${enter}`],
      ['is processing', ''],
      ['> ', `/session${enter}`],
      ['Session ', ''],
      ['> ', `Cancel it, it is too late${enter}`],
      ['Do it? [y/N] ', `y${enter}`],
      ['is now cancelled', ''],
      // The yes was no line of the conversation.
      ['> ', up],
      ['Cancel it, it is too late', interrupt],
    ]);
    expect(shown).toContain('orderId: "ORD-100002"');
    const [first, begun, kept] = [...shown.matchAll(/(?:New s|S)ession ([0-9a-f-]{36})/g)].map(
      ([, id]) => id,
    );
    expect([begun === first, kept]).toEqual([false, begun]);
    expect(exitCode).toBe(130);
  });
} else {
  it('was not tried on a terminal: this machine has no Python', () => expect(hasPython).toBe(false));
}
