import { defineCommand, main, start } from './cli/command';
import { Interrupted, UsageError } from './cli/errors';
import { placeOf } from './conversation/flags';
import { syncFlags } from './sync/flags';
import { documentsSettings, openKnowledgeBase } from './sync/open-knowledge-base';
import { observerOn } from './sync/progress';
import { exitCodeOf, report } from './sync/report';
import { syncKnowledgeBase } from './sync/sync-knowledge-base';
import { watchDocuments } from './sync/watch-documents';

export const sync = defineCommand({
  name: 'sync',
  summary: "Makes the knowledge base hold the documents of agent.config.ts's folder, and no others.",
  flags: syncFlags,
  examples: [
    'npm run -s sync -- --dry-run',
    'npm run -s sync -- --verify "How long do I have to return a jacket?" --expect returns.md',
    'npm run -s sync -- --stage dev',
    'npm run -s sync -- --watch',
  ],
  notes: [
    'Documents whose name begins with a dot are passed over. The front matter of Markdown becomes metadata, and is',
    'not uploaded with the text; another document may have a .metadata.json beside it. What is in the bucket and not',
    'in the folder is deleted. Killed at any moment, the next run ends in the same state. The exit code is 1 as long',
    'as a document is not in the index.',
    '',
  ],
  async run({ flags, io, json, signal }) {
    const place = placeOf(flags);
    const documents = documentsSettings();
    const question = flags.verify?.trim();
    if (question === '') throw new UsageError('--verify needs a question');
    if (flags.watch && flags['dry-run']) {
      throw new UsageError('--watch and --dry-run exclude each other', 'Leave one of them out');
    }
    if (question !== undefined && flags['dry-run']) {
      throw new UsageError('--verify asks after a sync, and --dry-run does none', 'Leave one of them out');
    }
    const expected = flags.expect?.trim();
    if (expected !== undefined && (question === undefined || expected === '')) {
      throw new UsageError(
        '--expect names the document that --verify has to find, and needs both',
        'For example --verify "How long may I return it?" --expect returns.md',
      );
    }
    const canary = question === undefined ? undefined : { question, ...(expected && { expected }) };
    const { target, close } = await openKnowledgeBase(place, io, signal);
    const once = async () => {
      const result = await syncKnowledgeBase({
        target,
        documents,
        ...(canary && { canary }),
        dryRun: flags['dry-run'],
        skipInvalid: flags['skip-invalid'],
        allowMassDelete: flags['allow-mass-delete'],
        observer: observerOn(io, json),
        signal,
      });
      return { result, text: report(result), exitCode: exitCodeOf(result) };
    };
    try {
      if (!flags.watch) return await once();
      const again = async () => {
        try {
          return await once();
        } catch (error) {
          // Ctrl-C is told of once, at the end.
          if (signal.aborted) return { result: undefined, text: null };
          throw error;
        }
      };
      const round = defineCommand({ name: 'sync', summary: '', flags: {}, examples: [], run: again });
      const onChange = () => main(round, json ? ['--json'] : [], io, signal);
      await watchDocuments({ folder: documents.folder, signal, onChange });
      throw new Interrupted();
    } finally {
      await close();
    }
  },
});

if (require.main === module) start(sync);
