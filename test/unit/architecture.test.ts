import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { type Import, importsOf } from '../kit/imports-of';

const root = path.join(__dirname, '..', '..');

interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** Other rooms that it may import. */
  readonly mayImport: readonly string[];
  /** Rooms of which it may use the types alone. */
  readonly mayImportTypesOf?: readonly string[];
  /** Packages that it may import; any if absent. */
  readonly packages?: RegExp;
}

/** What may know of what. The first room whose pattern fits a path holds it. */
const rooms: readonly Room[] = [
  { name: 'configuration', holds: /^agent\.config\.ts$/, mayImport: ['schemas'], packages: /^$/ },
  { name: 'cdk.json', holds: /^cdk\.json$/, mayImport: [] },
  { name: 'schemas', holds: /^schemas\//, mayImport: [], packages: /^(zod|openapi3-ts|node:)/ },
  { name: 'action-group', holds: /^functions\/action-group\//, mayImport: ['schemas'] },
  { name: 'domains', holds: /^functions\//, mayImport: ['action-group', 'schemas'] },
  { name: 'infra', holds: /^infra\//, mayImport: ['schemas', 'configuration', 'cdk.json'] },
  {
    name: 'emulator',
    holds: /^emulator\//,
    mayImport: ['recording'],
    packages: /^(?!aws-cdk|constructs|cdk-)/,
  },
  { name: 'recording', holds: /^recording\//, mayImport: [], packages: /^(zod|yaml|node:)/ },
  {
    name: 'evaluation',
    holds: /^evaluation\//,
    mayImport: ['recording', 'replay'],
    mayImportTypesOf: ['client'],
    packages: /^node:/,
  },
  { name: 'replay', holds: /^replay\//, mayImport: ['recording', 'emulator', 'client'] },
  {
    name: 'client',
    holds: /^client\//,
    mayImport: [],
    mayImportTypesOf: ['schemas'],
    packages: /^(@aws-sdk|@smithy)\//,
  },
  {
    name: 'scripts',
    holds: /^scripts\//,
    mayImport: [
      'client',
      'emulator',
      'infra',
      'configuration',
      'schemas',
      'cdk.json',
      'bench',
      'recording',
      'replay',
      'evaluation',
    ],
  },
  {
    name: 'bench',
    holds: /^bench\//,
    mayImport: [
      'client',
      'emulator',
      'infra',
      'schemas',
      'configuration',
      'domains',
      'action-group',
      'recording',
      'replay',
    ],
  },
];

const roomOf = (file: string) => rooms.find(({ holds }) => holds.test(file) || holds.test(`${file}.ts`));

function complaint(file: string, { specifier, typeOnly }: Import): string | undefined {
  const from = roomOf(file);
  if (!from) return `${file} is in no room`;
  if (!specifier.startsWith('.')) {
    const free = specifier.startsWith('node:') || (from.packages?.test(specifier) ?? true);
    return free ? undefined : `${file} (${from.name}) imports the package ${specifier}`;
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const to = roomOf(target);
  if (to === from || (to && from.mayImport.includes(to.name))) return undefined;
  if (to && typeOnly && from.mayImportTypesOf?.includes(to.name)) return undefined;
  return `${file} (${from.name}) imports ${target} (${to?.name ?? 'no room'})`;
}

function filesBelow(folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => statSync(path.join(root, file)).isFile());
}

const contents = (file: string) => readFileSync(path.join(root, file), 'utf8');

const sources = [
  'agent.config.ts',
  ...[
    'schemas',
    'functions',
    'infra',
    'emulator',
    'client',
    'scripts',
    'bench',
    'recording',
    'replay',
    'evaluation',
  ].flatMap(filesBelow),
].filter((file) => /\.(ts|cjs|mjs|js)$/.test(file));

describe('the arrows', () => {
  it('hold for every import', () => {
    const complaints = sources.flatMap((file) =>
      importsOf(contents(file)).flatMap((one) => complaint(file, one) ?? []),
    );
    expect(complaints).toEqual([]);
    expect(sources.length).toBeGreaterThan(50);
  });

  it.each([
    ['emulator/a.ts', "import type { Contract } from '../schemas/contract';"],
    ['emulator/agent/a.ts', "import config from '../../agent.config';"],
    ['emulator/a.ts', "import { App } from 'aws-cdk-lib';"],
    ['infra/a.ts', "export { handler } from '../functions/loans/handler';"],
    ['infra/a.ts', "type Target = import('../client/agent-target').AgentTarget;"],
    ['client/a.ts', "import { envelopeProblems } from '../schemas/problem';"],
    ['client/a.ts', "import ora from 'ora';"],
    ['schemas/a.ts', "const config = require('../agent.config');"],
    ['functions/loans/a.ts', "import { other } from '../../infra/names';"],
    ['functions/action-group/a.ts', "import { store } from '../loans/store';"],
    ['scripts/a.ts', "const kit = await import('../test/kit/commands/run-command');"],
    ['emulator/a.ts', "import { main } from '../scripts/cli/command';"],
    ['infra/a.ts', "import x = require('../emulator/create-emulator');"],
  ])('forbid in %s: %s', (file, code) => {
    expect(importsOf(code).map((one) => complaint(file, one))).toEqual([expect.stringContaining(file)]);
  });
});

describe("the domain's word", () => {
  const word = /\borders?\b|orderId|ORD-/i;
  const contracts = importsOf(contents('agent.config.ts')).filter(({ typeOnly }) => !typeOnly);
  const domainFiles = contracts.map(({ specifier }) => path.posix.join('.', `${specifier}.ts`));
  const rest = [
    'infra',
    'emulator',
    'client',
    'scripts',
    'recording',
    'replay',
    'evaluation',
    'functions/action-group',
    'schemas',
  ]
    .flatMap(filesBelow)
    .filter((file) => !domainFiles.includes(file));

  it.each(['an order', 'Orders', 'orderId', 'ORD-100001'])('would be noticed in: %s', (text) => {
    expect(text).toMatch(word);
  });

  it('is nowhere else, neither in a file nor in its name', () => {
    const found = rest.flatMap((file) =>
      `${file}\n${contents(file)}`
        .split('\n')
        .flatMap((line, at) => (word.test(line) ? [`${file}:${at} ${line}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
