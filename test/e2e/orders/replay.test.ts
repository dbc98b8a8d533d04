import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createEmulator } from '../../../emulator/create-emulator';
import { readRecording } from '../../../recording/read';
import { ensureAssembly } from '../../../scripts/assembly';
import { invokeAgent } from '../../../scripts/invoke-agent';
import { record } from '../../../scripts/record';
import { replay } from '../../../scripts/replay';
import { say, scriptedModel, use } from '../../kit/agent/scripted-model';
import { runCommand, startCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';
import { until } from '../../kit/until';

const recordings = path.join(__dirname, '..', '..', 'recordings');
let folder: string;
let restore: () => void;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcrop-replay-'));
  restore = setEnvironment(env());
});
afterEach(() => {
  restore();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);
const env = () => ({ OUTCROP_STATE: at('state'), OUTCROP_REDACTION_KEY: 'a key of the test' });

describe('invoke-agent --record', () => {
  it('writes a conversation that replays, without the ids that were said', async () => {
    const ask = [
      '--record',
      at('one.jsonl'),
      '--confirm',
      'yes',
      'Cancel order ORD-100005, I ordered it twice.',
    ];
    const { stdout, exitCode } = await runCommand('invoke-agent', ask, { env: env() });
    expect({ said: stdout.includes('ORD-100005'), exitCode }).toEqual({ said: true, exitCode: 0 });
    const text = readFileSync(at('one.jsonl'), 'utf8');
    expect(text).not.toMatch(/ORD-100005|CUST-001/);
    const { header, rows, turns, cut } = readRecording(at('one.jsonl'));
    expect(cut).toBeUndefined();
    expect(header).toMatchObject({
      origin: 'recorded',
      place: 'laptop',
      model: 'offline planner',
      agent: { agentVersion: '1' },
      fingerprint: expect.stringMatching(/^sha256:/),
      volatile: ['cancelledAt'],
    });
    const [row] = rows;
    const { S: id } = { S: '', ...(row?.item.orderId as object) };
    expect(id).toMatch(/^ORD-\d{6}$/);
    expect(row?.item.status).toEqual({ S: 'PROCESSING' });
    expect(turns.map(({ actions, decisions }) => [actions.length, decisions.length])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(turns[1]?.actions[0]).toMatchObject({
      source: 'lambda',
      event: { parameters: [{ name: 'orderId', value: id }] },
    });
    const replayed = await runHere(replay, [at('one.jsonl')]);
    expect(replayed).toMatchObject({ exitCode: 0 });
    expect(replayed.stdout).toContain('(handlers, decisions)');
  });

  it('keeps everything with --no-redaction, and leaves a file that is there alone', async () => {
    const ask = ['--record', at('one.jsonl'), '--no-redaction', 'Where is my order ORD-100001?'];
    expect(await runHere(invokeAgent, [...ask])).toMatchObject({ exitCode: 0 });
    const text = readFileSync(at('one.jsonl'), 'utf8');
    expect(text).toMatch(/ORD-100001[\s\S]*"redacted":0/);
    const again = await runHere(invokeAgent, [...ask]);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(at('one.jsonl'), 'utf8')).toBe(text);
  });

  it('is readable up to the cut when the process is killed', async () => {
    const model = scriptedModel();
    // Its second decision comes when the process is dead.
    let goOn = () => {};
    const killed = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    model.script(use(['orders__getOrder', { orderId: 'ORD-100001' }]), () =>
      killed.then(() => say('It came')),
    );
    const options = { assembly: await ensureAssembly(), state: 'ephemeral', model: () => model } as const;
    const emulator = await createEmulator(options);
    try {
      const ask = ['--record', at('one.jsonl'), '--endpoint', emulator.endpoint, 'Where is ORD-100001?'];
      const { child, outcome } = startCommand('invoke-agent', ask, { env: env() });
      await until(() => model.requests.length === 2);
      await until(() => readFileSync(at('one.jsonl'), 'utf8').includes('"type":"decision"'));
      child.kill('SIGKILL');
      expect((await outcome).exitCode).toBeNull();
    } finally {
      goOn();
      await emulator.close();
    }
    const { turns, cut } = readRecording(at('one.jsonl'));
    expect(cut).toMatch(/^Cut off/);
    expect(turns[0]?.decisions.length).toBeGreaterThan(0);
    const replayed = await runHere(replay, [at('one.jsonl'), '--mode', 'decisions']);
    expect(replayed.stdout).toMatch(/^NOT RUN[\s\S]*decisions: cannot run\. Cut off/);
    expect(replayed.stderr).toContain('what is there is replayed');
  });
});

describe('record --stage', () => {
  it('records from the traces alone, and with the seed it replays', async () => {
    // What answers as AWS would: nothing tells that an emulator is behind it.
    const emulator = await createEmulator({ assembly: await ensureAssembly(), state: 'ephemeral' });
    const aws = setEnvironment({ ...env(), ...emulator.env });
    try {
      for (const seeded of [[], ['--seeded']]) {
        const out = at(`out${seeded.length}`);
        const args = ['look-up', 'list-by-status', '--stage', 'dev', '--out', out, ...seeded];
        expect(await runHere(record, args)).toMatchObject({ exitCode: 0 });
        const text = readFileSync(path.join(out, 'look-up.jsonl'), 'utf8');
        expect(text).not.toMatch(/ORD-1000\d\d|CUST-001/);
        const { header, rows, turns } = readRecording(path.join(out, 'look-up.jsonl'));
        expect(header.place).toBe('aws');
        expect(turns.flatMap(({ actions }) => actions.map(({ source }) => source))).toEqual(['trace']);
        expect(rows.length > 0).toBe(seeded.length > 0);
      }
    } finally {
      aws();
      await emulator.close();
    }
    const without = await runHere(replay, [at('out0'), '--junit', at('report.xml')]);
    expect(without).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('cannot run. It has no rows'),
    });
    expect(without.stdout).toMatch(
      /^NOT RUN {3}\S+look-up\.jsonl$[\s\S]*^2 recordings, 2 could not be run$/m,
    );
    expect(readFileSync(at('report.xml'), 'utf8')).toContain('<testsuites tests="4" failures="4">');
    expect(await runHere(replay, [at('out1')])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^same +\S+list-by-status\.jsonl \(handlers, decisions\)$/m),
    });
  });
});

describe('replay', () => {
  const changed = () => {
    cpSync(path.join(recordings, 'look-up.jsonl'), at('look-up.jsonl'));
    const text = readFileSync(at('look-up.jsonl'), 'utf8');
    writeFileSync(at('look-up.jsonl'), text.replaceAll('Rain jacket', 'Snow jacket').replace('Snow', 'Rain'));
  };

  it('shows what diverged by its step, for people, programs and JUnit, and ends with 1', async () => {
    changed();
    const { stdout, exitCode } = await runHere(replay, [folder, '--junit', at('report.xml')]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /turn 1, step 1: changed call orders GET \/orders\/\{orderId\} body.items\[0\].name/,
    );
    expect(stdout).toMatch(/- "Snow jacket, navy, M"\n\s+\+ "Rain jacket, navy, M"/);
    expect(readFileSync(at('report.xml'), 'utf8')).toMatch(
      /failures="2"[\s\S]*<failure message="1 divergences">/,
    );
    const { ok, result } = JSON.parse((await runHere(replay, ['--json', folder])).stdout);
    expect({ ok, diverged: result.diverged }).toEqual({ ok: false, diverged: 1 });
    expect(result.recordings[0].outcomes[0].divergences[0]).toMatchObject({
      turn: 1,
      step: 1,
      kind: 'changed',
    });
  });

  it('names the recordings that were decided under another instruction, which is no divergence', async () => {
    cpSync(path.join(recordings, 'look-up.jsonl'), at('look-up.jsonl'));
    cpSync(path.join(recordings, 'small-talk.jsonl'), at('small-talk.jsonl'));
    const text = readFileSync(at('look-up.jsonl'), 'utf8');
    writeFileSync(at('look-up.jsonl'), text.replaceAll('Use the tools for every', 'Use tools for each'));
    const { stdout, exitCode } = await runHere(replay, [folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /1 of them were decided under another instruction.*\n {2}- Use tools for each statement.*\n {2}\+ Use the tools for every statement.*\n {2}\S+look-up\.jsonl\n$/,
    );
  });

  it('writes it anew with --update, after showing it, and then nothing diverges', async () => {
    changed();
    const before = readRecording(at('look-up.jsonl'));
    const updated = await runHere(replay, [at('look-up.jsonl'), '--update']);
    expect(updated).toMatchObject({ exitCode: 0 });
    expect(updated.stdout).toMatch(/Snow jacket[\s\S]*updated/);
    expect(await runHere(replay, [at('look-up.jsonl')])).toMatchObject({ exitCode: 0 });
    const { header, turns } = readRecording(at('look-up.jsonl'));
    expect(header).toEqual(before.header);
    expect(turns.map(({ request }) => request.input)).toEqual(
      before.turns.map(({ request }) => request.input),
    );
  });

  it("writes the functions' answers alone anew where those alone were replayed", async () => {
    const file = at('two-in-one.jsonl');
    const text = readFileSync(path.join(recordings, 'two-in-one.jsonl'), 'utf8');
    const lines = text.split('\n');
    const last = lines.findLastIndex((line) => line.startsWith('{"type":"action"'));
    writeFileSync(file, lines.with(last, lines[last]?.replace('\\":200', '\\":204') ?? '').join('\n'));
    const updated = await runHere(replay, [file, '--mode', 'handlers', '--update']);
    expect(updated).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/turn 1, step 2: changed[\s\S]*updated/),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('names a decision that is missing, and writes nothing anew without it', async () => {
    const lines = readFileSync(path.join(recordings, 'look-up.jsonl'), 'utf8').split('\n');
    const last = lines.findLastIndex((line) => line.startsWith('{"type":"decision"'));
    const text = lines.toSpliced(last, 1).join('\n');
    writeFileSync(at('one.jsonl'), text);
    const { stdout, exitCode } = await runHere(replay, [at('one.jsonl'), '--mode', 'decisions', '--update']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('turn 1: missing decision of the model\n');
    expect(stdout).not.toContain('updated');
    expect(readFileSync(at('one.jsonl'), 'utf8')).toBe(text);
  });

  it('compares two recordings side by side, without running anything', async () => {
    const [one, two] = ['cancel-confirmed.jsonl', 'cancel-denied.jsonl'].map((name) =>
      path.join(recordings, name),
    );
    const { stdout, exitCode } = await runHere(replay, ['--compare', one ?? '', two ?? '']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/turn 2, step 1: removed call orders POST \/orders\/\{orderId\}\/cancel/);
    expect(await runHere(replay, ['--compare', one ?? '', one ?? ''])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No difference'),
    });
  });
});

describe('emulator --replay', () => {
  it('serves a recording to whoever talks to its endpoint, until it is stopped', async () => {
    const file = path.join(recordings, 'look-up.jsonl');
    const [turn] = readRecording(file).turns;
    const inputText = String(turn?.request.input.inputText);
    const served = startCommand('emulator', ['--replay', file, '--at-once', '--json'], { env: env() });
    const { result } = JSON.parse(await served.stdoutMatching(/\n/));
    const { stdout, exitCode } = await runHere(invokeAgent, ['--endpoint', result.endpoint, inputText]);
    expect({ exitCode, said: stdout.includes('is shipped') }).toEqual({ exitCode: 0, said: true });
    const other = await runHere(invokeAgent, ['--endpoint', result.endpoint, 'Something else']);
    expect(other).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('this request asks "Something else"'),
    });
    served.child.kill('SIGINT');
    await served.outcome;
  });
});
