import { mkdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import type { EmulatorDescription } from '../../../emulator/state/emulator-file';
import { main } from '../../../scripts/cli/command';
import { sync as command } from '../../../scripts/sync-docs';
import { fakeIo } from '../../kit/commands/fake-io';
import { type RunningCommand, runCommand, startCommand } from '../../kit/commands/run-command';
import { type TemporaryProject, temporaryProject, withAssembly } from '../../kit/commands/temporary-project';
import { clientConfig } from '../../kit/sdk-client';

let project: TemporaryProject;
let emulator: RunningCommand;
let description: EmulatorDescription & { knowledgeBaseId: string };
let runtime: BedrockAgentRuntimeClient;

const options = () => ({
  cwd: project.root,
  env: { OUTCROP_STATE: path.join(project.root, '.outcrop') },
});
const sync = (...args: string[]) => runCommand('sync-docs', args, options());

/** `npm run -s sync -- --json` with these flags. */
async function synced(...args: string[]) {
  const { stdout, stderr, exitCode } = await sync('--json', ...args);
  expect(stderr).toBe('');
  return { exitCode, ...JSON.parse(stdout) };
}

async function passages(question: string) {
  const { retrievalResults = [] } = await runtime.send(
    new RetrieveCommand({
      knowledgeBaseId: description.knowledgeBaseId,
      retrievalQuery: { text: question },
    }),
  );
  return retrievalResults.map(({ location, content }) => ({
    file: (location?.s3Location?.uri ?? '').replace(/^s3:\/\/[^/]+\/docs\//, ''),
    text: content?.text ?? '',
  }));
}

/** Of the corpus; what reads its other types has tests of its own. */
const files = [
  'company/contact.md',
  'orders/cancellations.md',
  'orders/returns.md',
  'products/size-guide-men.md',
  'products/size-guide-women.md',
];
const question = 'How long do I have to return a jacket?';

beforeAll(async () => {
  project = temporaryProject();
  const texts = files.map((file) => [`docs-corpus/${file}`, project.read(`docs-corpus/${file}`)] as const);
  project.delete('docs-corpus');
  for (const [file, text] of texts) {
    mkdirSync(path.dirname(path.join(project.root, file)), { recursive: true });
    project.write(file, text);
  }
  await withAssembly(project);
  emulator = startCommand('emulator', ['--port', '0', '--json'], options());
  description = JSON.parse(await emulator.stdoutMatching(/\n/)).result;
  runtime = new BedrockAgentRuntimeClient(clientConfig(description, 'bedrock-agent-runtime'));
});
afterAll(async () => {
  runtime.destroy();
  emulator.child.kill('SIGTERM');
  await emulator.outcome;
  project.remove();
});

it('changes nothing with --dry-run', async () => {
  const { ok, result, exitCode } = await synced('--dry-run');
  expect([ok, exitCode, result.dryRun, result.ingestionJob]).toEqual([true, 0, true, null]);
  expect(result.plan.new).toEqual(files);
  expect(await passages(question)).toEqual([]);
});

it('puts the documents into the index through a job, and retrieves passages that stand in the files', async () => {
  const { stdout, stderr, exitCode } = await sync('--verify', question, '--expect', 'returns.md');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toContain('Plan: 5 new, 0 changed, 0 unchanged, 0 deleted');
  expect(stdout).toMatch(/Ingestion job \w{10}: COMPLETE, 5 scanned, 5 new, .* 0 failed/);
  expect(stdout).toMatch(/Found for "How long[\s\S]+docs\/orders\/returns\.md\n.*30 days/);
  const found = await passages(question);
  expect(found[0]?.file).toBe('orders/returns.md');
  for (const { file, text } of found) {
    expect(readFileSync(path.join(project.root, 'docs-corpus', file), 'utf8')).toContain(text);
  }
});

it('does nothing when nothing changed, also when asked by endpoint', async () => {
  const { ok, exitCode, result } = await synced('--endpoint', description.endpoint);
  expect([ok, exitCode]).toEqual([true, 0]);
  expect(result).toMatchObject({
    plan: { new: [], changed: [], unchanged: 5, deleted: [] },
    uploaded: { objects: 0 },
    ingestionJob: null,
  });
});

it('takes over what is edited, added and deleted', async () => {
  const contact = project.read('docs-corpus/company/contact.md');
  project.write('docs-corpus/company/contact.md', `${contact}\nThe lighthouse answers by semaphore.\n`);
  project.write('docs-corpus/company/zeppelin.md', 'Zeppelin moorings open at dawn.\n');
  project.delete('docs-corpus/products/size-guide-men.md');
  const { result } = await synced();
  expect(result.plan).toMatchObject({
    new: ['company/zeppelin.md'],
    changed: ['company/contact.md'],
    deleted: ['products/size-guide-men.md'],
  });
  expect(result.ingestionJob.statistics).toMatchObject({
    numberOfNewDocumentsIndexed: 1,
    numberOfModifiedDocumentsIndexed: 1,
    numberOfDocumentsFailed: 0,
  });
  expect((await passages('zeppelin moorings'))[0]?.text).toContain('Zeppelin moorings open at dawn.');
  expect((await passages('lighthouse semaphore'))[0]?.file).toBe('company/contact.md');
});

it('refuses a file by its name and reason, and uploads nothing', async () => {
  project.write('docs-corpus/company/film.mp4', 'no document');
  const refused = await sync();
  expect(refused).toMatchObject({ stdout: '', exitCode: 1 });
  expect(refused.stderr).toMatch(/^sync: Nothing was done[\s\S]*company\/film\.mp4: .+\n.*--skip-invalid/);
});

it('leaves it out with --skip-invalid, and exits 1 with name and reason of what the job could not read', async () => {
  project.write('docs-corpus/company/torn.pdf', '%PDF-1.7\nand nothing more');
  const failed = await synced('--skip-invalid');
  expect(failed).toMatchObject({ ok: false, exitCode: 1 });
  expect(failed.result.findings).toEqual([expect.objectContaining({ file: 'company/film.mp4' })]);
  expect(failed.result.failedDocuments).toEqual([
    {
      uri: expect.stringMatching(/docs\/company\/torn\.pdf$/),
      status: 'FAILED',
      reason: expect.any(String),
    },
  ]);
  expect(failed.result.ingestionJob.statistics.numberOfDocumentsFailed).toBe(1);
});

it('deletes most of the documents only when that is said, and then fails its canary', async () => {
  project.delete('docs-corpus');
  mkdirSync(path.join(project.root, 'docs-corpus'));
  const refused = await synced();
  expect(refused).toMatchObject({ ok: false, exitCode: 1, error: { code: 'MASS_DELETE' } });
  const canary = await sync('--allow-mass-delete', '--verify', question);
  expect(canary).toMatchObject({ stderr: '', exitCode: 1 });
  expect(canary.stdout).toContain(`Nothing is found for "${question}"`);
});

it.each([
  [['--verify', ' '], /--verify needs a question/],
  [['--watch', '--dry-run'], /exclude each other/],
  [['--verify', 'x', '--dry-run'], /--dry-run does none/],
  [['--expect', 'returns.md'], /--expect names the document/],
  [['--region', 'eu-west-1'], /--region needs --stage/],
])('refuses %j as usage', async (args, message) => {
  const { io, stdout, stderr } = fakeIo();
  expect([await main(command, args, io), stdout()]).toEqual([2, '']);
  expect(stderr()).toMatch(message);
});

it('goes on with --watch until Ctrl-C, which is exit code 130', async () => {
  const watching = startCommand('sync-docs', ['--watch'], options());
  await watching.stdoutMatching(/Plan: 0 new/);
  project.write('docs-corpus/kite.md', 'A kite needs eight knots of wind.\n');
  await watching.stdoutMatching(/Plan: 1 new[\s\S]*COMPLETE, 1 scanned, 1 new/);
  expect((await passages('kite wind'))[0]?.text).toContain('eight knots');
  watching.child.kill('SIGINT');
  const { exitCode, stderr } = await watching.outcome;
  expect([exitCode, stderr]).toEqual([130, 'sync: Interrupted\n']);
});
