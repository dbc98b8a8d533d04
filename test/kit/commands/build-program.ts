import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = path.join(__dirname, '..', '..', '..');

export interface Program {
  readonly file: string;
  /** With which it is to be started: its packages are those of the project. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Files are found beside the source that names them, as without a bundle. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8')
        .replaceAll('__dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('__filename', JSON.stringify(file)),
      loader: 'ts',
    })),
};

/** Bundles a program of the kit, for tests that start it again and again: tsx loads every file at each start. */
export async function buildProgram(...entry: readonly string[]): Promise<Program> {
  const folder = mkdtempSync(path.join(tmpdir(), 'program-'));
  const file = path.join(folder, 'program.cjs');
  await build({
    entryPoints: [path.join(root, 'test', 'kit', ...entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    packages: 'external',
    supported: { 'dynamic-import': false },
    logLevel: 'error',
    plugins: [whereItWas],
  });
  return {
    file,
    env: { ...process.env, NODE_PATH: path.join(root, 'node_modules') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
