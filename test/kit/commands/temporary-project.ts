import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ensureAssembly, hashOfInputs } from '../../../scripts/assembly';

const root = path.join(__dirname, '..', '..', '..');
/** Not part of what a user would change, or made by it. */
const leftOut = new Set(['node_modules', 'cdk.out', 'coverage', 'test', 'docs']);

export interface TemporaryProject {
  readonly root: string;
  read(file: string): string;
  write(file: string, text: string): void;
  delete(file: string): void;
  /** Copies a folder of test/fixtures over the project. */
  addFixture(name: string): void;
  remove(): void;
}

/**
 * A copy of this project in a folder of its own, in which a test may change what a user would; with what is left out
 * unless it is asked for.
 */
export function temporaryProject(...also: readonly string[]): TemporaryProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-project-'));
  for (const name of readdirSync(root)) {
    if (leftOut.has(name) || name.startsWith('.')) continue;
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  for (const name of also) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const at = (file: string) => path.join(folder, file);
  return {
    root: folder,
    read: (file) => readFileSync(at(file), 'utf8'),
    write(file, text) {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text);
    },
    delete: (file) => rmSync(at(file), { recursive: true, force: true }),
    addFixture: (name) => cpSync(path.join(root, 'test', 'fixtures', name), folder, { recursive: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Spares the project the first synthesis: it finds the assembly of this project, which is its own as long as it has
 * the same app.
 */
export async function withAssembly(project: TemporaryProject): Promise<TemporaryProject> {
  const folder = path.join(project.root, '.outcrop', 'assembly', hashOfInputs(project.root, 'dev'));
  cpSync(await ensureAssembly(), folder, { recursive: true });
  return project;
}

/** For tests of what comes after synthesis: most of its time goes into validation, which test/e2e/synth watches. */
export function withoutValidation(project: TemporaryProject): TemporaryProject {
  project.write('infra/validation.ts', 'export function addValidation(_app: object): void {}\n');
  return project;
}
