import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a condition, looking every few milliseconds; throws after five seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within five seconds: ${condition}`);
    await wait(5);
  }
}
