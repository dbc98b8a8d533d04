import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { importsOf } from '../../kit/imports-of';
import { deletedPlaces } from '../../kit/orders/another-domain';

const root = path.join(__dirname, '..', '..', '..');
const places = deletedPlaces();
const goes = (file: string) => places.some((place) => file === place || file.startsWith(`${place}/`));
const unread = new Set(['node_modules', 'cdk.out', 'coverage', 'docs']);

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (unread.has(file) || entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const staying = filesBelow('').filter((file) => /\.(ts|js)$/.test(file) && !goes(file));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

it('is all there', () => {
  expect(places.length).toBeGreaterThan(20);
  expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
});

it('is imported by nothing that stays, but for agent.config.ts, which is written anew', () => {
  // Whoever imports something names the last part of its place or of its folder's; to parse takes far longer.
  const parts = places.map((place) => path.posix.parse(place).name);
  const suspects = staying.filter((file) => parts.some((part) => textOf(file).includes(part)));
  const found = suspects.flatMap((file) =>
    importsOf(textOf(file)).flatMap(({ specifier }) => {
      if (!specifier.startsWith('.')) return [];
      const target = path.posix.join(path.posix.dirname(file), specifier);
      return goes(target) || goes(`${target}.ts`) ? [`${file} imports ${target}`] : [];
    }),
  );
  expect(staying.length).toBeGreaterThan(500);
  expect(found).toEqual(['agent.config.ts imports schemas/orders']);
});

const doWithout = [
  // Tests what is in the folder; nothing, if nothing is.
  'test/replay/recordings.test.ts',
  // Looks for the word.
  'test/unit/architecture.test.ts',
];

it('is read and named by no test that stays', () => {
  const folders = places.filter((place) => /^(test|functions|guardrail)\//.test(place));
  // As one text, or as the last parts of path.join.
  const names = folders.flatMap((folder) => {
    const parts = folder.split('/');
    return [folder, `'${parts.slice(-2).join("', '")}'`, `'..', '${parts.at(-1)}'`];
  });
  const documents = readdirSync(path.join(root, 'docs-corpus')).join('|');
  const words = new RegExp(`\\bORD-\\d{6}|schemas/orders|docs-corpus(?:/|', ')(?:${documents})`);
  const found = staying
    .filter((file) => file.startsWith('test/') && !doWithout.includes(file))
    .flatMap((file) => {
      const text = textOf(file);
      const said = [...names.filter((name) => text.includes(name)), ...(words.exec(text)?.slice(0, 1) ?? [])];
      return said.map((name) => `${file}: ${name}`);
    });
  expect(found).toEqual([]);
});
