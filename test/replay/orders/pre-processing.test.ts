import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readRecording } from '../../../recording/read';
import { openReplayer } from '../../../replay/replayer';
import { ensureAssembly } from '../../../scripts/assembly';

const recording = readRecording(
  path.join(__dirname, '..', '..', 'fixtures', 'recordings', 'pre-processing.jsonl'),
);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pre-processing-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replayed = async (assembly: string) => {
  const replayer = await openReplayer({ assembly });
  try {
    return await replayer.replay(recording, 'decisions');
  } finally {
    await replayer.close();
  }
};

/** The app, whose agent judges each input first. */
async function withPreProcessing(): Promise<string> {
  cpSync(await ensureAssembly(), folder, { recursive: true });
  const override = {
    PromptType: 'PRE_PROCESSING',
    PromptCreationMode: 'OVERRIDDEN',
    PromptState: 'ENABLED',
    BasePromptTemplate: 'Which category is it, A to E?',
  };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('agent.template.json'))) {
    const template = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    template.Resources.Agent.Properties.PromptOverrideConfiguration = { PromptConfigurations: [override] };
    writeFileSync(path.join(folder, name), JSON.stringify(template));
  }
  return folder;
}

it('the decision of pre-processing drives it again, and is one too many where there is none', async () => {
  const [turn] = recording.turns;
  expect(turn?.decisions).toHaveLength(3);
  expect(await replayed(await withPreProcessing())).toMatchObject({ result: 'same', divergences: [] });
  const without = await replayed(await ensureAssembly());
  expect(without.divergences.map(({ kind }) => kind)).toContain('unused decision');
});
