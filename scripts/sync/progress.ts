import { Presets, SingleBar } from 'cli-progress';
import { type Io, withProgress } from '../cli/io';
import { sizeOf } from './report';
import type { SyncObserver } from './sync-observer';

/** Tells of a sync on stderr: sentences always unless only JSON is wanted, the bar on a terminal alone. */
export function observerOn(io: Io, json: boolean, now: () => number = () => performance.now()): SyncObserver {
  let bar: SingleBar | undefined;
  let total = { objects: 0, bytes: 0 };
  let objects = 0;
  let bytes = 0;
  let startedAt = 0;
  const numbers = () => {
    const seconds = (now() - startedAt) / 1000;
    const rate = seconds > 0 ? bytes / seconds : 0;
    return {
      files: `${objects}/${total.objects} files`,
      size: `${sizeOf(bytes)}/${sizeOf(total.bytes)}`,
      rate: `${sizeOf(Math.round(rate))}/s`,
      left: rate > 0 ? `${Math.ceil((total.bytes - bytes) / rate)} s left` : '',
    };
  };
  return {
    say(text) {
      if (!json) io.stderr.write(`${text}\n`);
    },
    begin(given) {
      total = given;
      objects = 0;
      bytes = 0;
      startedAt = now();
      if (!io.stderr.isTTY || given.objects === 0) return;
      bar = new SingleBar(
        {
          stream: io.stderr as NodeJS.WriteStream,
          format: 'Uploading {bar} {percentage}% | {size} | {files} | {rate} | {left}',
          clearOnComplete: true,
          hideCursor: true,
          // The command ends by itself on Ctrl-C, and puts the cursor back.
          gracefulExit: false,
          etaBuffer: 1,
        },
        Presets.shades_classic,
      );
      bar.start(Math.max(total.bytes, 1), 0, numbers());
    },
    uploaded(size) {
      objects++;
      bytes += size;
      bar?.update(bytes, numbers());
    },
    end() {
      bar?.stop();
      bar = undefined;
    },
    during: (label, work) => withProgress(io, label, work),
  };
}
