import { setImmediate as turn } from 'node:timers/promises';

/** In ms: the longest work without a look at whatever else waits, Ctrl-C among it. */
const longest = 20;

/** For work that is done at once, because each step takes less than handing it to another thread would. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longest) return undefined;
    return turn().then(() => {
      since = performance.now();
    });
  };
}
