import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { packages } from '../../package-lock.json';

/** SPDX identifiers of licences that ask for no more than that their text is kept. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Zlib',
]);
/** What a package means that names its licence in words of its own; read from its licence file. */
const meant: Readonly<Record<string, string>> = { duck: 'BSD-2-Clause' };

interface Manifest {
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

const root = path.join(__dirname, '..', '..');
const runtime = Object.entries(packages as Readonly<Record<string, { dev?: boolean; devOptional?: boolean }>>)
  .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
  .map(([folder]) => folder)
  // Binaries of other platforms are locked and not installed; each has the licence of the package that wants it.
  .filter((folder) => existsSync(path.join(root, folder, 'package.json')));

function licenceOf(folder: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const name = folder.split('node_modules/').at(-1) ?? '';
  const stated = manifest.license ?? manifest.licenses?.[0];
  return meant[name] ?? (typeof stated === 'string' ? stated : stated?.type) ?? '';
}

/** Of an SPDX expression: with OR one of them is enough, with AND all must be. */
const isPermissive = (licence: string): boolean =>
  licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => permissive.has(one)));

it('has runtime dependencies under permissive licences only', () => {
  expect(runtime.length).toBeGreaterThan(100);
  const others = runtime
    .map((folder) => [folder, licenceOf(folder)])
    .filter(([, it = '']) => !isPermissive(it));
  expect(others).toEqual([]);
});
