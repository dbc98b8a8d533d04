import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a condition, looking every few milliseconds; throws after thirty seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within thirty seconds: ${condition}`);
    await wait(5);
  }
}
