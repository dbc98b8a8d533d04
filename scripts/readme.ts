import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Command, defineCommand, start } from './cli/command';
import { CommandError } from './cli/errors';
import { operationsTable } from './readme/operations';

const root = path.join(__dirname, '..');
const readmeFile = path.join(root, 'README.md');

/** Every command, found by the export that has its name: one file in scripts/ is one command. */
export function commands(): Command[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => Object.values(require(path.join(__dirname, file)) as Record<string, unknown>))
    .filter(isCommand);
}

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && 'summary' in value && 'run' in value;

const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  commands: () =>
    [
      '| command | what it does |',
      '| --- | --- |',
      ...commands().map(({ name, summary }) => `| \`npm run -s ${name}\` | ${summary} |`),
    ].join('\n'),
  operations: operationsTable,
};

/** The README with each generated part between its markers made anew. */
export async function render(readme: string): Promise<string> {
  let text = readme;
  for (const [name, make] of Object.entries(generated)) {
    const part = new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(<!-- end: ${name} -->)`);
    if (!part.test(text)) {
      throw new CommandError({
        code: 'NO_MARKER',
        message: `README.md has no part between <!-- generated: ${name} --> and <!-- end: ${name} -->`,
        hint: 'Put the two comments, each on a line of its own, where the table belongs',
      });
    }
    const made = await make();
    text = text.replace(part, (_, open: string, close: string) => `${open}\n${made}\n\n${close}`);
  }
  return text;
}

export const readme = defineCommand({
  name: 'readme',
  summary: "Writes README.md's generated tables anew from the code.",
  flags: { check: { type: 'boolean', description: 'Only say whether they are up to date; exit 1 if not' } },
  examples: ['npm run readme', 'npm run -s readme -- --check'],
  async run({ flags }) {
    const before = readFileSync(readmeFile, 'utf8');
    const after = await render(before);
    const changed = after !== before;
    if (changed && !flags.check) writeFileSync(readmeFile, after);
    const text = changed
      ? flags.check
        ? 'README.md is out of date: npm run readme'
        : 'README.md written'
      : 'README.md is up to date';
    return { result: { changed }, text, exitCode: changed && flags.check ? 1 : 0 };
  },
});

if (require.main === module) start(readme);
