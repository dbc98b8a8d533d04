import fc from 'fast-check';
import { type Pooled, ProcessPool } from '../../../emulator/lambda/process-pool';

class Fake implements Pooled {
  isAlive = true;
  constructor(readonly key: string) {}
  kill(): void {
    this.isAlive = false;
  }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('keeps a process warm for its key and ends it for another one only when it must', async () => {
  const pool = new ProcessPool<Fake>(2);
  const acquire = (key: string) => pool.acquire(key, () => new Fake(key));
  const a = await acquire('a');
  pool.release(a);
  expect(await acquire('a')).toBe(a);
  pool.release(a);
  const b = await acquire('b');
  const b2 = acquire('b');
  expect(await b2).not.toBe(b);
  expect(a.isAlive).toBe(false);
});

it('lets those behind have a warm process, but not for ever', async () => {
  const pool = new ProcessPool<Fake>(1);
  const order: string[] = [];
  const use = async (key: string) => {
    const process = await pool.acquire(key, () => new Fake(key));
    order.push(key);
    await settled();
    pool.release(process);
  };
  const first = use('a');
  const all = [first, use('b'), ...Array.from({ length: 50 }, () => use('a'))];
  await Promise.all(all);
  expect(order.indexOf('b')).toBe(21);
});

it('does not hand out the dead, and passes a failed start on', async () => {
  const pool = new ProcessPool<Fake>(1);
  const first = await pool.acquire('a', () => new Fake('a'));
  pool.release(first);
  first.isAlive = false;
  expect(await pool.acquire('a', () => new Fake('a'))).not.toBe(first);
  const other = new ProcessPool<Fake>(1);
  const failing = other.acquire('a', () => {
    throw new Error('no such file');
  });
  await expect(failing).rejects.toThrow('no such file');
  await other.acquire('a', () => new Fake('a'));
});

it('ends what is not wanted any more, the busy when they are done', async () => {
  const pool = new ProcessPool<Fake>(3);
  const idle = await pool.acquire('old', () => new Fake('old'));
  pool.release(idle);
  const kept = await pool.acquire('new', () => new Fake('new'));
  pool.release(kept);
  const busy = await pool.acquire('older', () => new Fake('older'));
  pool.retain((key) => key === 'new');
  expect([idle.isAlive, kept.isAlive, busy.isAlive]).toEqual([false, true, true]);
  pool.release(busy);
  expect(busy.isAlive).toBe(false);
});

it('turns away whoever waits when it closes', async () => {
  const pool = new ProcessPool<Fake>(1);
  const busy = await pool.acquire('a', () => new Fake('a'));
  const waiting = pool.acquire('a', () => new Fake('a'));
  pool.close();
  await expect(waiting).rejects.toThrow('closing');
  await expect(pool.acquire('a', () => new Fake('a'))).rejects.toThrow('closing');
  expect(busy.isAlive).toBe(false);
});

it('serves everybody, one at a time each, never with more processes than it may have', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    dies: fc.boolean(),
    turns: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 40 }),
      async (size, steps) => {
        const pool = new ProcessPool<Fake>(size);
        const made: Fake[] = [];
        const inUse = new Set<Fake>();
        const start = (key: string) => () => {
          const process = new Fake(key);
          made.push(process);
          expect(made.filter(({ isAlive }) => isAlive).length).toBeLessThanOrEqual(size);
          return process;
        };
        await Promise.all(
          steps.map(async ({ key, dies, turns }) => {
            const process = await pool.acquire(key, start(key));
            expect(process.key).toBe(key);
            expect(process.isAlive).toBe(true);
            expect(inUse.has(process)).toBe(false);
            inUse.add(process);
            for (let turn = 0; turn < turns; turn++) await settled();
            inUse.delete(process);
            if (dies) process.kill();
            pool.release(process);
          }),
        );
        expect(inUse.size).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});
