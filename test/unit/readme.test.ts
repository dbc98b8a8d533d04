import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { commands, render } from '../../scripts/readme';

const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

it('has generated tables that say what the code says', async () => {
  expect(await render(readme)).toBe(readme);
});

it('names no command that package.json does not have', () => {
  const { scripts } = require('../../package.json') as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !name || !(name in scripts))).toEqual([]);
  expect(commands().filter(({ name }) => !(name in scripts))).toEqual([]);
});
