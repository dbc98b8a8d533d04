import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { origins } from '../../../recording/format';
import { readRecording } from '../../../recording/read';

const folder = path.join(__dirname, '..', '..', 'recordings');

it('are enough, of every origin, and not all of one scenario', () => {
  const recordings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => readRecording(path.join(folder, file)));
  const perScenario = new Map<string, number>();
  for (const { header } of recordings) {
    const { scenario } = header;
    if (scenario !== null) perScenario.set(scenario, (perScenario.get(scenario) ?? 0) + 1);
  }
  expect(recordings.length).toBeGreaterThanOrEqual(30);
  expect(Math.max(...perScenario.values())).toBeLessThanOrEqual(10);
  expect(new Set(recordings.map(({ header }) => header.origin))).toEqual(new Set(origins));
});
