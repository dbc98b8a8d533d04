import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import config from '../../agent.config';
import { readAssembly } from '../../emulator/assembly/assembly';
import { appFolder } from '../../emulator/state/app-folder';
import { openState } from '../../emulator/state/state';
import { ensureAssembly } from '../../scripts/assembly';
import { reset } from '../../scripts/reset';
import { fakeIo } from '../kit/commands/fake-io';
import { runHere, setEnvironment } from '../kit/commands/run-here';

it('removes nothing that an emulator has open, though it answers nobody', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'reset-'));
  const restore = setEnvironment({ OUTCROP_STATE: directory });
  try {
    const assembly = await ensureAssembly({ io: fakeIo().io });
    const folder = path.join(directory, 'state', appFolder(readAssembly(assembly)));
    // As one that is stopped, or about to start.
    const state = await openState(folder);
    const things = state.collection<string>('things');
    const refused = await runHere(reset, ['--yes', '--json']);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'STATE_IN_USE' } });
    await things.put('a', 'written afterwards');
    await state.close();
    const hint = config.knowledgeBase ? 'The knowledge base is empty now. Fill it: npm run -s sync\n' : '';
    expect(await runHere(reset, ['--yes'])).toMatchObject({
      exitCode: 0,
      stdout: `Removed ${folder}\n${hint}`,
    });
    expect(existsSync(folder)).toBe(false);
  } finally {
    restore();
    rmSync(directory, { recursive: true, force: true });
  }
});
