import config from '../agent.config';
import { lexicalEmbedder } from '../emulator/knowledge-base/embedding/lexical-embedder';
import { htmlView } from './chunks/html-view';
import { estimateNotice, preview } from './chunks/preview';
import { readDocument } from './chunks/read-document';
import { chunkingOf, configuredChunking, strategyForms } from './chunks/strategy';
import { terminalView } from './chunks/terminal-view';
import { defineCommand, start } from './cli/command';
import { UsageError } from './cli/errors';
import { reportFile } from './cli/report-file';

const sample = config.knowledgeBase ? `${config.knowledgeBase.documents}/FILE.md` : 'FILE.md';

/** In characters, where nobody says how wide the output is. */
const usualWidth = 120;

export const chunks = defineCommand({
  name: 'chunks',
  summary: 'Shows the chunks that strategies make of a document, side by side, with estimated token counts.',
  positionals: 'FILE',
  flags: {
    strategy: {
      type: 'string',
      multiple: true,
      value: 'NAME[:PARAMETERS]',
      description: 'A strategy; the one of agent.config.ts if none is given',
    },
    html: { type: 'string', value: 'FILE', description: 'Write a page that marks what chunks repeat' },
  },
  examples: [
    `npm run -s chunks -- ${sample}`,
    `npm run -s chunks -- --strategy FIXED_SIZE:200,10 --strategy HIERARCHICAL ${sample}`,
    `npm run -s chunks -- --strategy SEMANTIC --strategy NONE --html chunks.html ${sample}`,
  ],
  notes: [
    `Strategies: ${strategyForms.join('  ')}`,
    'A name alone takes the parameters of agent.config.ts if they are of this strategy, else those that AWS proposes.',
    estimateNotice,
    '',
  ],
  async run({ flags, positionals, io }) {
    const [file, unexpected] = positionals;
    if (file === undefined || unexpected !== undefined) {
      throw new UsageError(
        file === undefined ? 'A file is missing' : `One file at a time: ${unexpected} is too many`,
        `npm run -s chunks -- ${sample}`,
      );
    }
    const { chunking } = config.knowledgeBase ?? {};
    const configured = chunking && configuredChunking(chunking);
    const given = flags.strategy.length > 0 ? flags.strategy : [configured?.strategy ?? 'FIXED_SIZE'];
    const chunkings = given.map((text) => chunkingOf(text, configured));
    const texts = await readDocument(file);
    const embedder = lexicalEmbedder();
    const previews = await Promise.all(chunkings.map((one) => preview(texts, one, embedder)));
    const result = { file, estimates: estimateNotice, previews };
    if (flags.html === undefined) {
      return { result, text: terminalView(previews, io.stdout.columns ?? usualWidth) };
    }
    reportFile('--html', flags.html).write(htmlView(file, previews));
    return { result: { ...result, html: flags.html }, text: `${flags.html} written` };
  },
});

if (require.main === module) start(chunks);
