import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a condition, looking every few milliseconds; throws after two minutes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within two minutes: ${condition}`);
    await wait(5);
  }
}
