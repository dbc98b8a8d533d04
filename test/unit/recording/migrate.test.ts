import * as path from 'node:path';
import { readRecording } from '../../../recording/read';

it('reads a file of version 1 as one of today', () => {
  const file = path.join(__dirname, '..', '..', 'fixtures', 'recordings', 'version-1.jsonl');
  const { header, rows, turns, cut } = readRecording(file);
  expect(header).toMatchObject({
    version: 2,
    origin: 'invented',
    redactions: [{ name: 'e-mail', pattern: '' }],
  });
  expect(rows).toEqual([{ type: 'row', table: 'things', item: { id: { S: 'T-1' } } }]);
  expect(turns[0]?.events.map(({ event }) => event.chunk)).toEqual([
    { base64: 'T24gaXRzIHdhecM=' },
    { base64: 'qCE=' },
    { text: 'On its way.' },
  ]);
  expect(cut).toBeUndefined();
});
