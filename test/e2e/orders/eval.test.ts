import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createEmulator } from '../../../emulator/create-emulator';
import { ensureAssembly } from '../../../scripts/assembly';
import { evaluation } from '../../../scripts/eval';
import { runCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';

const folder = mkdtempSync(path.join(tmpdir(), 'eval-'));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[]) => runHere(evaluation, args);

let restore: () => void;
beforeAll(() => {
  restore = setEnvironment({ OUTCROP_STATE: at('state') });
});
afterAll(() => restore());

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const passing = [
  'description: It is found',
  'sessionAttributes: { customerId: CUST-001 }',
  'turns:',
  '  - inputText: Where is my order ORD-100001?',
  '    expect:',
  '      calls: [{ operationId: getOrder, arguments: { orderId: ORD-100001 }, httpStatusCode: 200 }]',
  '      answer: { contains: [shipped] }',
  '      judge: [The answer is polite]',
  'budget: { inputTokens: 20000 }',
];
const failing = [
  'description: <b>It</b> is somewhere else',
  'sessionAttributes: { customerId: CUST-001 }',
  'turns:',
  '  - inputText: Hello!',
  '  - inputText: Where is my order ORD-100001?',
  '    expect:',
  '      calls: [{ operationId: getOrder, arguments: { orderId: ORD-100002 } }]',
  '      answer: { contains: ["<script>"], lacks: [DHL] }',
];
const write = (name: string, lines: readonly string[]) => {
  writeFileSync(at(name), lines.join('\n'));
  return at(name);
};
write('good.yaml', passing);
write('bad.yaml', failing);

describe('eval', () => {
  it('shows the step that failed with what was expected and found, and ends with 1', async () => {
    const { stdout, exitCode } = await runCommand(
      'eval',
      [folder, '--junit', at('report.xml'), '--html', at('report.html')],
      { env: { OUTCROP_STATE: at('state') } },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('passed    good  (1 not judged; 1 budget not checked)');
    expect(stdout).toMatch(/^FAILED {4}bad$/m);
    expect(stdout).toContain(
      [
        '  turn 2, step 1: calls are getOrder(orderId: ORD-100002)',
        '    asked     Where is my order ORD-100001?',
        '    expected  getOrder(orderId: ORD-100002)',
        '    actual    getOrder(orderId: ORD-100001) → 200',
      ].join('\n'),
    );
    expect(stdout).toContain('  turn 2, step 2: the answer does not contain "DHL"');
    expect(stdout).toContain('2 scenarios on the emulator with the offline planner: 1 passed, 1 failed');
    expect(stdout).toContain('tokens and money unmeasured');

    const xml = readFileSync(at('report.xml'), 'utf8');
    expect(xml).toMatch(/<testsuites tests="2" failures="1" skipped="0"/);
    expect(xml).toMatch(
      /name="bad"[^>]*>\s*<failure message="0 of 1 runs passed, 1 needed">[\s\S]*turn 2, step 1/,
    );
    expect(xml).toMatch(/name="good"[^>]*>\s*<system-out>1 not judged/);

    const html = readFileSync(at('report.html'), 'utf8');
    expect(html).toMatch(/<details class="failed" open>\s*<summary><b>failed<\/b> bad/);
    expect(html).toMatch(/<li class="here">call getOrder\(orderId: ORD-100001\) → 200/);
    expect(html).toContain('<dt>expected</dt><dd>getOrder(orderId: ORD-100002)</dd>');
    // It loads nothing, and what scenarios and agents say is text.
    expect(html).not.toMatch(/<(script|link|img|iframe|b>It)|\b(src|href)=|url\(|@import/i);
    expect(html).toContain('&lt;script&gt;');
    // Whatever an agent said, a browser loads and runs nothing of it.
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  });

  it('passes all scenarios of the project on the emulator', async () => {
    const { stdout, exitCode } = await run(['--json']);
    const { result } = JSON.parse(stdout);
    expect({ exitCode, failed: result.failed, notRun: result.notRun }).toEqual({
      exitCode: 0,
      failed: 0,
      notRun: 0,
    });
    expect(result.passed).toBeGreaterThanOrEqual(40);
  });

  it('asks a deployed agent with --stage, after consent, and tells programs run by run', async () => {
    // What answers as AWS would; nothing tells that an emulator is behind it.
    const emulator = await createEmulator({ assembly: await ensureAssembly(), state: 'ephemeral' });
    const aws = setEnvironment({ ...emulator.env, OUTCROP_STATE: at('state') });
    try {
      const args = [at('good.yaml'), at('bad.yaml'), '--stage', 'dev'];
      expect(await run(args)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('asks the agent of stage dev, whose tables it may change'),
      });
      const { stdout, exitCode } = await run([...args, '--yes', '--runs', '2', '--json']);
      const { ok, result } = JSON.parse(stdout);
      const { target, passed, failed, scenarios } = result;
      expect({ exitCode, ok, target, passed, failed, usd: result.usage.usd }).toEqual({
        exitCode: 1,
        ok: false,
        target: 'stage dev',
        passed: 1,
        failed: 1,
        usd: null,
      });
      const bad = scenarios.find(({ name }: { name: string }) => name === 'bad');
      expect(bad.runs).toHaveLength(2);
      expect(bad.runs[1].checks).toContainEqual(
        expect.objectContaining({ kind: 'calls', turn: 2, step: 1, result: 'failed' }),
      );
    } finally {
      aws();
      await emulator.close();
    }
  });

  it('runs on recordings, and says of what there is none', async () => {
    const { stdout, exitCode } = await run(['look-up', 'cancel-confirmed', at('good.yaml'), '--replay']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed {4}cancel-confirmed$/m);
    expect(stdout).toMatch(/^passed {4}look-up {2}\(1 answer not checked/m);
    expect(stdout).toMatch(/^not run {3}good {2}\(no recording: npm run -s record -- good\)$/m);
    expect(await run([at('good.yaml'), '--replay'])).toMatchObject({ exitCode: 1 });
  });

  it.each([
    [['--replay', '--stage', 'dev'], '--replay and --stage are two agents'],
    [['--replay', '--runs', '3'], '--runs and --replay contradict each other'],
    [['--runs', '0'], '--runs 0: a whole number from 1 to 100'],
    [['--input-price', '0.1'], '--output-price is missing'],
    [['--region', 'eu-central-1'], '--region needs --stage, --model or --judge'],
    [['nothing-of-the-kind'], 'There is no scenario nothing-of-the-kind'],
  ])('refuses %j', async (args, message) => {
    expect(await run(args)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

describe('eval with models of Bedrock', () => {
  /** What stands for Converse: a judge, and a model that looks one thing up and says what it is told to. */
  const bedrock = http2.createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    asked.push(decodeURIComponent(request.url));
    const { toolConfig, messages } = JSON.parse(text);
    const called = text.includes('toolResult');
    const content = !toolConfig
      ? [{ text: verdictOn(text) }]
      : called
        ? [{ text: `It is shipped. ${messages.length} messages` }]
        : [{ toolUse: { toolUseId: 'one', name: 'orders__getOrder', input: { orderId: 'ORD-100001' } } }];
    const body = {
      output: { message: { role: 'assistant', content } },
      stopReason: toolConfig && !called ? 'tool_use' : 'end_turn',
      usage: { inputTokens: 1000, outputTokens: 50, totalTokens: 1050 },
      metrics: { latencyMs: 1 },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const sts = http.createServer((_, response) => {
    const identity = '<Arn>arn:aws:iam::000000000000:root</Arn><Account>000000000000</Account>';
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(`<R><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></R>`);
  });
  const asked: string[] = [];
  const verdictOn = (text: string): string => {
    if (text.includes('moody')) return 'I cannot say';
    return text.includes('polite')
      ? '{"reason": "It is", "met": true}'
      : '{"reason": "It is not", "met": false}';
  };

  beforeAll(async () => {
    const [bedrockUrl, stsUrl] = await Promise.all([bedrock, sts].map(listen));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrockUrl ?? '',
      AWS_ENDPOINT_URL_STS: stsUrl ?? '',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    });
  });
  beforeEach(() => asked.splice(0));
  afterAll(() =>
    Promise.all([bedrock, sts].map((server) => new Promise<unknown>((resolve) => server.close(resolve)))),
  );

  it("takes a judge's verdict on each sentence, and counts no other text as one", async () => {
    const files = ['polite', 'rude', 'moody'].map((name) =>
      write(
        `${name}.yaml`,
        passing.map((line) => line.replace('polite', name)),
      ),
    );
    const outcome = await run([...files, '--judge', 'a.judge-v1:0', '--yes']);
    for (const file of files) rmSync(file);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toMatch(/^passed {4}polite {2}\(1 budget not checked\)$/m);
    expect(outcome.stdout).toMatch(
      /^FAILED {4}rude[\s\S]*turn 1, step 2: The answer is rude[\s\S]*the judge: It is not/m,
    );
    expect(outcome.stdout).toMatch(/^passed {4}moody {2}\(1 not judged;/m);
    expect(asked).toEqual(files.map(() => '/model/a.judge-v1:0/converse'));
  });

  it('lets the emulator think with a model, and counts what it costs', async () => {
    const dear = write('dear.yaml', [...passing.slice(0, -1), 'budget: { inputTokens: 1999, usd: 0.0029 }']);
    const prices = ['--input-price', '0.001', '--output-price', '0.01'];
    const outcome = await run([at('good.yaml'), dear, '--model', 'a.model-v1:0', '--yes', ...prices]);
    rmSync(dear);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('4000 input and 200 output tokens; USD 0.0060');
    expect(outcome.stdout).toContain('on the emulator with a.model-v1:0: 1 passed, 1 failed');
    expect(outcome.stdout).toMatch(
      /^FAILED {4}dear[\s\S]*actual {4}2000 input tokens[\s\S]*actual {4}0\.003 USD/m,
    );
    expect(asked).toEqual(Array.from({ length: 4 }, () => '/model/a.model-v1:0/converse'));
  });

  it('asks nobody without consent where there is no terminal to ask', async () => {
    const outcome = await run([at('good.yaml'), '--judge', 'a.judge-v1:0']);
    expect(outcome).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('account 000000000000 in us-east-1, and costs money'),
    });
    expect(asked).toEqual([]);
  });
});
