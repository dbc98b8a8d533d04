import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import config from '../../../agent.config';
import { chunks } from '../../../scripts/chunks';
import { runCommand } from '../../kit/commands/run-command';
import { runHere } from '../../kit/commands/run-here';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chunks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = path.join(__dirname, '..', '..', '..');
const document = path.join(root, 'docs-corpus', 'orders', 'returns.md');

it('shows the configured chunking of a document, as sync would upload it', async () => {
  const { stdout, stderr, exitCode } = await runCommand('chunks', [document]);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout.split(' ')[0]).toBe(config.knowledgeBase?.chunking.chunkingStrategy);
  expect(stdout).toContain('# Returns');
  expect(stdout).not.toContain('customerFacing');
  expect(stdout).toContain('estimates');
});

it('compares strategies as JSON', async () => {
  const args = ['--json', '--strategy', 'FIXED_SIZE:100,10', '--strategy', 'NONE', document];
  const { stdout, exitCode } = await runHere(chunks, args);
  const { ok, result } = JSON.parse(stdout);
  expect([ok, exitCode]).toEqual([true, 0]);
  const [fixed, none] = result.previews;
  expect(fixed.chunking).toEqual({ strategy: 'FIXED_SIZE', maxTokens: 100, overlapPercentage: 10 });
  expect(fixed.chunks.length).toBeGreaterThan(3);
  expect(Math.max(...fixed.chunks.map(({ tokens }: { tokens: number }) => tokens))).toBeLessThanOrEqual(100);
  expect(none.chunks).toHaveLength(1);
  expect(result.estimates).toContain('estimates');
});

it('writes a page', async () => {
  const page = path.join(folder, 'chunks.html');
  const pdf = path.join(root, 'docs-corpus', 'products', 'recall-notice-r-2026-02-gas-stove.pdf');
  expect(await runCommand('chunks', ['--html', page, pdf])).toEqual({
    stdout: `${page} written\n`,
    stderr: '',
    exitCode: 0,
  });
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*R-2026-02[\s\S]*<\/html>\n$/);
});

it.each([
  [['--strategy', 'PAGES', document], 2, /FIXED_SIZE:maxTokens,overlapPercentage/],
  [[], 2, /A file is missing/],
  [['no-such-file.md'], 1, /There is no file no-such-file\.md/],
])('refuses %j with exit code %d', async (args, exitCode, message) => {
  const outcome = await runHere(chunks, args);
  expect(outcome).toMatchObject({ stdout: '', exitCode });
  expect(outcome.stderr).toMatch(message);
});

it('refuses a document that would not be ingested, with the reason', async () => {
  const file = path.join(folder, 'broken.pdf');
  writeFileSync(file, '%PDF-1.7 and nothing more');
  const { stderr, exitCode } = await runCommand('chunks', [file]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/broken\.pdf would not be ingested: /);
});
