import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import config from '../agent.config';
import { median } from './measure';
import type { Section } from './results';

const root = path.join(__dirname, '..');
const leftOut = new Set(['node_modules', 'cdk.out', 'test', 'docs']);

/** From the moment that a handler is saved until `npm run dev` has taken it over, in a copy of the project. */
export async function benchEdit(rounds: number): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-edit-'));
  const [group] = config.actionGroups;
  const handler = path.join(folder, 'functions', group?.name ?? '', 'handler.ts');
  let dev: ChildProcess | undefined;
  try {
    for (const name of readdirSync(root)) {
      if (leftOut.has(name) || name.startsWith('.')) continue;
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev.ts'], {
      cwd: folder,
      env: { ...process.env, OUTCROP_STATE: path.join(folder, '.outcrop') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    dev = child;
    await once(child.stdout, 'data');
    const lines = createInterface({ input: child.stderr });
    const before = readFileSync(handler, 'utf8');
    const times: number[] = [];
    for (let round = 0; round < Math.max(3, Math.ceil(rounds / 4)); round++) {
      const taken = takenOver(lines);
      const saved = performance.now();
      writeFileSync(handler, `${before}\nexport const edit = ${round};\n`);
      await taken;
      times.push(performance.now() - saved);
    }
    return {
      title: 'Editing',
      how: 'In a copy of the project under `npm run dev`, every save another text.',
      rows: [
        {
          what: 'from a saved handler to the function that runs it',
          measured: `${(median(times) / 1000).toFixed(1)} s`,
          goal: 'under 2 s',
          reached: median(times) < 2000,
        },
      ],
    };
  } finally {
    if (dev) {
      const ended = once(dev, 'close');
      if (dev.kill('SIGTERM')) await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const takenOver = (lines: Interface): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (line: string) => {
      if (line.startsWith('Took over ')) resolve();
      else if (line.includes('The agent runs on as it was')) reject(new Error('The edit was not taken over'));
      else return;
      lines.off('line', look);
    };
    lines.on('line', look);
  });
