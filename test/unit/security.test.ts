import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const root = path.join(__dirname, '..', '..');
const security = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');

it('names tests that there are', () => {
  const named = [...security.matchAll(/`((?:test|docs)\/[^`]+)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

it('names a test, or what shows it, for every claim', () => {
  const [, claims = ''] = /\| claim \| shown by \|\n\|[ -|]+\n([\s\S]*?)\n\n/.exec(security) ?? [];
  const rows = claims.split('\n').map((row) => row.split(' | '));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(([, shown = '']) => !shown.includes('`'))).toEqual([]);
});
