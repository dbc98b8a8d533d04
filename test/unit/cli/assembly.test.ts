import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import config from '../../../agent.config';
import { ensureAssembly, hashOfInputs } from '../../../scripts/assembly';
import { prune } from '../../../scripts/assembly-folder';
import { CommandError } from '../../../scripts/cli/errors';
import { fakeIo } from '../../kit/commands/fake-io';

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
/** An app that writes what it was told, and leaves a mark for each time it ran. */
const app = (text: string) => `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const { CDK_OUTDIR = '', CDK_CONTEXT_JSON } = process.env;
appendFileSync('.runs', 'x');
process.stderr.write('Bundling asset a/Code/Stage...\\n');
mkdirSync(CDK_OUTDIR, { recursive: true });
writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ context: JSON.parse(CDK_CONTEXT_JSON ?? ''), text: ${JSON.stringify(text)} }));
`;
const runs = () => readFileSync(path.join(root, '.runs'), 'utf8').length;
const ensure = () => ensureAssembly({ root, io: fakeIo().io });
const manifest = (assembly: string) => JSON.parse(readFileSync(path.join(assembly, 'manifest.json'), 'utf8'));

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'outcrop-assembly-'));
  symlinkSync(
    path.join(__dirname, '..', '..', '..', 'node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
  write('infra/app.ts', app('one'));
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('ensureAssembly', () => {
  it('synthesizes once, and again only when an input has changed', async () => {
    const first = await ensure();
    expect(manifest(first)).toEqual({
      context: { stage: 'dev', 'outcrop:laptop': true, 'aws:cdk:enable-path-metadata': true },
      text: 'one',
    });
    expect(await ensure()).toBe(first);
    expect(runs()).toBe(1);

    write('infra/app.ts', app('two'));
    const second = await ensure();
    expect([manifest(first).text, manifest(second).text, runs()]).toEqual(['one', 'two', 2]);

    write('infra/app.ts', app('one'));
    expect([await ensure(), runs()]).toEqual([first, 2]);
  });

  it('may run twice at once', async () => {
    const [first, second] = await Promise.all([ensure(), ensure()]);
    expect(second).toBe(first);
    expect(manifest(first).text).toBe('one');
    expect(readdirSync(path.dirname(first)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
  });

  it('starts over when a file is saved meanwhile', async () => {
    write(
      'infra/app.ts',
      `${app('old')}
      if (CDK_OUTDIR) require('node:fs').writeFileSync('infra/app.ts', ${JSON.stringify(app('new'))});`,
    );
    expect(manifest(await ensure()).text).toBe('new');
  });

  it("says the app's own error once, and keeps nothing of the attempt", async () => {
    write(
      'infra/app.ts',
      `${app('one')}\nthrow new Error('actionGroups[0].name: is empty\\nGive it a name');`,
    );
    const failure = await ensure().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect(failure).toMatchObject({
      code: 'SYNTH_FAILED',
      message: 'The app does not synthesize: actionGroups[0].name: is empty\nGive it a name',
      hint: expect.stringContaining('npm run synth'),
    });
    const left = readdirSync(path.join(root, '.outcrop', 'assembly')).filter(
      (name) => !name.endsWith('.in-use'),
    );
    expect(left).toEqual([]);
  });

  it('shows an error that comes without a stack as it is', async () => {
    write('infra/app.ts', `${app('one')}\nprocess.stderr.write('name: is empty.\\n'); process.exitCode = 1;`);
    await expect(ensure()).rejects.toThrow('The app does not synthesize: name: is empty.');
  });
});

describe('the hash', () => {
  it.each([
    ['a source', 'infra/deep/stack.ts'],
    ['a handler', 'functions/loans/handler.ts'],
    ['the seed', 'functions/loans/seed.json'],
    ['the configuration', 'agent.config.ts'],
    ['a folder that the user added', 'prompts/instruction.txt'],
    ['a module beside package.json', 'greeting.ts'],
    ['the lock file', 'package-lock.json'],
  ])('moves when %s changes, appears and goes', (_, file) => {
    const hashes = [hashOfInputs(root, 'dev')];
    for (const text of ['a', 'b']) {
      write(file, text);
      hashes.push(hashOfInputs(root, 'dev'));
    }
    expect(new Set(hashes).size).toBe(3);
    rmSync(path.join(root, file));
    expect(hashOfInputs(root, 'dev')).toBe(hashes[0]);
  });

  const { documents, chunking } = config.knowledgeBase ?? {};
  const unreadDocuments = documents && chunking?.chunkingStrategy !== 'NONE' ? [`${documents}/new.md`] : [];
  it.each([
    'test/a.test.ts',
    ...unreadDocuments,
    'emulator/a.ts',
    'client/a.ts',
    'scripts/a.ts',
    'README.md',
    '.outcrop/state',
    'cdk.out/a',
    'dev.log',
    'one.jsonl',
    'report.html',
    'notes.txt',
    'policy.yaml',
    'guardrail/a.jsonl',
    'recording/a.ts',
    'replay/a.ts',
    'evaluation/a.ts',
  ])('stays for %s, which synthesis never reads', (file) => {
    const before = hashOfInputs(root, 'dev');
    write(file, 'new');
    expect(hashOfInputs(root, 'dev')).toBe(before);
  });

  it('is another one for each stage, and when text moves from one file to the next', () => {
    expect(hashOfInputs(root, 'dev')).not.toBe(hashOfInputs(root, 'prod'));
    write('schemas/a', 'xy');
    write('schemas/b', '');
    const before = hashOfInputs(root, 'dev');
    write('schemas/a', 'x');
    write('schemas/b', 'y');
    expect(hashOfInputs(root, 'dev')).not.toBe(before);
  });

  it('has no regard for time', () => {
    const before = hashOfInputs(root, 'dev');
    utimesSync(path.join(root, 'package.json'), 1, 1);
    expect(hashOfInputs(root, 'dev')).toBe(before);
  });
});

describe('prune', () => {
  const assembly = (name: string, usedAt: number) => {
    mkdirSync(path.join(root, 'kept', name), { recursive: true });
    utimesSync(path.join(root, 'kept', name), usedAt, usedAt);
  };
  const left = () => readdirSync(path.join(root, 'kept')).sort();
  /** The id of a process that has ended. */
  const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

  it('keeps the latest four and what a living process uses', () => {
    for (const [index, name] of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'].entries())
      assembly(name, 1000 - index);
    write(`kept/a6.${process.pid}.in-use`, '');
    write(`kept/a7.${deadPid()}.in-use`, '');
    prune(path.join(root, 'kept'));
    expect(left()).toEqual(['a1', 'a2', 'a3', 'a4', 'a6', `a6.${process.pid}.in-use`]);
  });

  it('removes what a synthesis that died left behind, and nothing that is under way', () => {
    const now = Date.now();
    assembly('unfinished-old', now / 1000 - 3600);
    assembly('unfinished-new', now / 1000 - 5);
    prune(path.join(root, 'kept'), now);
    expect(left()).toEqual(['unfinished-new']);
  });
});
