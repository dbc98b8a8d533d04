import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { watchDocuments } from '../../../scripts/sync/watch-documents';
import { syncFolder } from '../../kit/sync/sync-folder';
import { until } from '../../kit/until';

it('calls at the start and after changes, one call at a time', async () => {
  const folder = syncFolder();
  const ended = new AbortController();
  let calls = 0;
  let running = 0;
  const watching = watchDocuments({
    folder: folder.path,
    signal: ended.signal,
    async onChange() {
      expect(++running).toBe(1);
      calls++;
      await new Promise(setImmediate);
      running--;
    },
  });
  await until(() => calls === 1);
  for (const name of ['a.md', 'b.md', '.hidden']) writeFileSync(path.join(folder.path, name), 'x');
  await until(() => calls > 1);
  const before = calls;
  writeFileSync(path.join(folder.path, 'a.md'), 'changed');
  await until(() => calls > before);
  ended.abort();
  await watching;
  folder.remove();
});
