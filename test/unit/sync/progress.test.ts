import { observerOn } from '../../../scripts/sync/progress';
import { fakeIo } from '../../kit/commands/fake-io';

const total = { objects: 4, bytes: 4 * 1024 };

it('shows bytes, files, rate and what is left on a terminal, and leaves nothing behind', async () => {
  const screen = fakeIo(true);
  let now = 0;
  const observer = observerOn(screen.io, false, () => now);
  observer.begin(total);
  now = 1_000;
  observer.uploaded(1024);
  observer.uploaded(1024);
  observer.end();
  const shown = screen.stderr();
  expect(shown).toContain('50% | 2.0 KB/4.0 KB | 2/4 files | 2.0 KB/s | 1 s left');
  // The last line is cleared, and the cursor shown again.
  expect(shown.slice(shown.lastIndexOf('50%'))).toContain('\u001b[0K');
  expect(shown).toContain('\u001b[?25h');
  expect(screen.stdout()).toBe('');
});

it('shows no bar in a pipe, and nothing at all beside JSON', () => {
  const pipe = fakeIo();
  const observer = observerOn(pipe.io, false);
  observer.begin(total);
  observer.uploaded(1024);
  observer.end();
  observer.say('Waiting');
  expect(pipe.stderr()).toBe('Waiting\n');
  const quiet = fakeIo();
  observerOn(quiet.io, true).say('Waiting');
  expect(quiet.stderr()).toBe('');
});

it('shows no bar when there is nothing to upload', () => {
  const screen = fakeIo(true);
  const observer = observerOn(screen.io, false);
  observer.begin({ objects: 0, bytes: 0 });
  observer.end();
  expect(screen.stderr()).toBe('');
});
