import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { readRecording } from '../../recording/read';
import { openReplayer, type Replayer } from '../../replay/replayer';
import { ensureAssembly } from '../../scripts/assembly';
import { divergenceLines } from '../../scripts/recording/show-divergences';
import { syncForReplay } from '../../scripts/recording/sync-for-replay';
import { fakeIo } from '../kit/commands/fake-io';

const folder = path.join(__dirname, '..', 'recordings');
// A domain begins without recordings, and git keeps no empty folder.
const files = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
  .filter((file) => file.endsWith('.jsonl'))
  .sort();
const recordings = files.map((file) => ({ file, recording: readRecording(path.join(folder, file)) }));

let replayer: Replayer;
beforeAll(async () => {
  const prepare = syncForReplay(fakeIo().io, new AbortController().signal);
  replayer = await openReplayer({ assembly: await ensureAssembly(), prepare });
});
afterAll(() => replayer?.close());

/** Every file of test/recordings is a test. When one diverges as it should: npm run -s replay -- FILE --update */
for (const { file, recording } of recordings) {
  it(`${file} goes today as it was recorded`, async () => {
    expect(recording.cut).toBeUndefined();
    const outcomes = [
      await replayer.replay(recording, 'handlers'),
      await replayer.replay(recording, 'decisions'),
    ];
    const found = outcomes.flatMap(({ mode, why, result, divergences }) =>
      result === 'failed' ? [`${mode}: ${why}`] : divergences.flatMap(divergenceLines),
    );
    expect(found).toEqual([]);
    // A recording of which nothing can be run tests nothing: this says why it cannot.
    const ran = outcomes.some(({ result }) => result === 'same');
    expect(ran ? [] : outcomes.map(({ why }) => why)).toEqual([]);
  });
}

describe('the recordings', () => {
  it('claim to be recorded where an agent was, and documented ones name their document', () => {
    for (const { recording } of recordings) {
      const { origin, place, source } = recording.header;
      expect(place === 'nowhere').toBe(origin !== 'recorded');
      if (origin === 'documented') expect(source).toMatch(/user guide|API reference|Powertools/i);
    }
  });
});
