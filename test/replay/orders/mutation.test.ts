import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { readRecording } from '../../../recording/read';
import { openReplayer } from '../../../replay/replayer';
import { ensureAssembly } from '../../../scripts/assembly';
import { fakeIo } from '../../kit/commands/fake-io';
import { type TemporaryProject, temporaryProject } from '../../kit/commands/temporary-project';

const folder = path.join(__dirname, '..', '..', 'recordings');
const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));

let project: TemporaryProject;
beforeAll(() => {
  project = temporaryProject();
});
afterAll(() => project.remove());

/** A handler that is wrong in one place, in a copy of the project. */
function mutate(from: string, to: string): void {
  const file = 'functions/orders/orders.ts';
  const source = project.read(file);
  expect(source.split(from)).toHaveLength(2);
  project.write(file, source.replace(from, to));
}

it('one mutated handler makes at least five recordings diverge, in either way of replaying them', async () => {
  mutate(
    'return order ? reply(200, published(order), order) : reply(404, notFound(orderId));',
    'return order && order.status !== "SHIPPED" ? reply(200, published(order), order) : reply(404, notFound(orderId));',
  );
  const assembly = await ensureAssembly({ root: project.root, io: fakeIo().io });
  const replayer = await openReplayer({ assembly });
  try {
    for (const mode of ['handlers', 'decisions'] as const) {
      const diverged: string[] = [];
      for (const file of files) {
        const recording = readRecording(path.join(folder, file));
        const { result, divergences } = await replayer.replay(recording, mode);
        if (result === 'diverged') diverged.push(file);
        if (file !== 'look-up.jsonl') continue;
        // The very step is named, with what it was and is.
        expect(divergences).toContainEqual({
          turn: 1,
          step: 1,
          kind: 'changed',
          of: 'call',
          name: 'orders GET /orders/{orderId}',
          path: 'status',
          recorded: 200,
          now: 404,
        });
      }
      expect(diverged.length).toBeGreaterThanOrEqual(5);
      expect(diverged).not.toContain('cancel-confirmed.jsonl');
      expect(diverged).not.toContain('not-found.jsonl');
    }
  } finally {
    await replayer.close();
  }
});
