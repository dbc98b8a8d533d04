import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defences } from '../../defences/defences';

const root = path.join(__dirname, '..', '..', '..');

it.each(defences)('$name: its line is there, once', ({ file, code, gone }) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  expect(text.split(code)).toHaveLength(2);
  expect(gone).not.toBe(code);
});
