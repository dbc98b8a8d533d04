import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Citation } from '@aws-sdk/client-bedrock-agent-runtime';
import { invokeAgent } from '../../../scripts/invoke-agent';
import { type RunningCommand, runCommand, startCommand } from '../../kit/commands/run-command';
import { runHere, setEnvironment } from '../../kit/commands/run-here';
import { syncCorpus } from '../../kit/sync/sync-corpus';

const question = 'How long do I have to return a jacket, and what does it cost?';
const corpus = path.join(__dirname, '..', '..', '..', 'docs-corpus');

let state: string;
let emulator: RunningCommand;
let endpoint: string;
let restore: () => void;

beforeAll(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'documents-'));
  restore = setEnvironment({ OUTCROP_STATE: state });
  emulator = startCommand('emulator', ['--port', '0', '--json'], { env: { OUTCROP_STATE: state } });
  ({ endpoint } = JSON.parse(await emulator.stdoutMatching(/\n/)).result);
});
afterAll(async () => {
  restore();
  emulator.child.kill('SIGTERM');
  await emulator.outcome;
  rmSync(state, { recursive: true, force: true });
});

const ask = (...args: string[]) => runHere(invokeAgent, ['--endpoint', endpoint, ...args]);

it('says how documents get in while there are none', async () => {
  const { stdout, stderr, exitCode } = await ask(question);
  expect(stdout).toMatch(/^I found nothing about that in the documents/);
  expect(stderr).toContain(`npm run -s sync -- --endpoint ${endpoint}`);
  expect(exitCode).toBe(0);
});

describe('with the documents', () => {
  beforeAll(() => syncCorpus(endpoint));

  it('answers how long and what it costs, and names the document', async () => {
    const args = ['--endpoint', endpoint, question];
    const { stdout, stderr, exitCode } = await runCommand('invoke-agent', args);
    expect(stdout).toContain('You have 30 days to return a jacket or any other article.');
    expect(stdout).toMatch(/Germany.*€3\.95/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Sources: docs/orders/returns.md');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('cites passages that stand in the named files', async () => {
    const { stdout } = await ask('--json', question);
    const { answer, citations, retrievals } = JSON.parse(stdout).result;
    expect(retrievals[0]).toMatchObject({ text: expect.stringContaining('jacket'), passages: 5 });
    expect(citations.length).toBeGreaterThan(1);
    for (const { generatedResponsePart, retrievedReferences = [] } of citations as Citation[]) {
      const { text = '', span } = generatedResponsePart?.textResponsePart ?? {};
      expect(answer.slice(span?.start, (span?.end ?? 0) + 1)).toBe(text);
      expect(retrievedReferences.length).toBeGreaterThan(0);
      for (const { location, content } of retrievedReferences) {
        const [, key = ''] = /\/docs\/(.+)$/.exec(location?.s3Location?.uri ?? '') ?? [];
        expect(readFileSync(path.join(corpus, key), 'utf8')).toContain(content?.text);
      }
    }
  });

  it('shows the passages with --trace', async () => {
    const { stderr } = await ask('--trace', question);
    expect(stderr).toMatch(/search \w{10} "How long do I have to return a jacket/);
    expect(stderr).toMatch(/cites {2}docs\/orders\/returns\.md ".*30 days/);
  });

  it('answers about a thing and a rule in one turn', async () => {
    const { stdout } = await ask(
      '--json',
      'Where is my order ORD-100001, and for how long are gift cards valid?',
    );
    const { answer, actions, citations } = JSON.parse(stdout).result;
    expect(actions).toMatchObject([{ operationId: 'getOrder', httpStatusCode: 200 }]);
    expect(answer).toContain('00340434161094042557');
    expect(answer).toContain('valid for three years');
    expect(citations[0].retrievedReferences[0].location.s3Location.uri).toMatch(/gift-cards\.md$/);
  });
});
