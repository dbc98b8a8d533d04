import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { RetrieveAndGenerateCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import config from '../../../../agent.config';
import { type Question, qualityOf } from '../../../../bench/knowledge-base/questions';
import { prepare } from '../../../../scripts/sync/content/prepare';
import { readFolder } from '../../../../scripts/sync/content/read-folder';
import { type OpenLibrary, openLibrary } from '../../../kit/knowledge-base/library';

const root = path.join(__dirname, '..', '..', '..', '..');
const { questions } = JSON.parse(
  readFileSync(path.join(root, 'test', 'fixtures', 'questions', 'questions.json'), 'utf8'),
) as { questions: Question[] };
const of = (kind: Question['kind']) => questions.filter((question) => question.kind === kind);

let library: OpenLibrary;
beforeAll(async () => {
  const { documents = '', chunking } = config.knowledgeBase ?? {};
  // The shop's own configuration: should it be another one, this has to follow.
  expect(chunking).toEqual({ chunkingStrategy: 'FIXED_SIZE', maxTokens: 300, overlapPercentage: 20 });
  library = await openLibrary({
    chunkingConfiguration: {
      ChunkingStrategy: 'FIXED_SIZE',
      FixedSizeChunkingConfiguration: { MaxTokens: 300, OverlapPercentage: 20 },
    },
  });
  const { objects, findings } = await prepare(await readFolder(path.join(root, documents)), '');
  expect(findings.filter(({ level }) => level === 'refused')).toEqual([]);
  for (const object of objects) await library.put(object.key, await object.read());
  const { status, statistics } = await library.sync();
  expect({ status, failed: statistics?.numberOfDocumentsFailed }).toEqual({ status: 'COMPLETE', failed: 0 });
});
afterAll(() => library.close());

const retrieve = async (question: string) =>
  (await library.find(question, { numberOfResults: 10 })).map(({ key, text }) => ({ file: key, text }));

const answeredFrom = async (text: string) => {
  const { knowledgeBaseId } = library;
  const { citations = [], output } = await library.runtime.send(
    new RetrieveAndGenerateCommand({
      input: { text },
      retrieveAndGenerateConfiguration: {
        type: 'KNOWLEDGE_BASE',
        knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: 'us.anthropic.claude-sonnet-4-6' },
      },
    }),
  );
  return {
    text: output?.text ?? '',
    uris: citations.map(({ retrievedReferences }) => retrievedReferences?.[0]),
  };
};

it('finds what is asked in the words of the documents', async () => {
  expect(of('literal')).toHaveLength(40);
  const { recallAt5, meanReciprocalRank } = await qualityOf(of('literal'), retrieve);
  expect(recallAt5).toBeGreaterThanOrEqual(0.95);
  expect(meanReciprocalRank).toBeGreaterThanOrEqual(0.8);
});

it('answers most of them, and hardly ever what the documents do not say', async () => {
  let right = 0;
  for (const { question, expected } of of('literal')) {
    const { uris } = await answeredFrom(question);
    const files = uris.map((reference) => reference?.location?.s3Location?.uri ?? '');
    if (expected.some(({ file }) => files.some((uri) => uri.endsWith(`/${file}`)))) right++;
  }
  expect(right).toBeGreaterThanOrEqual(34);
  expect(of('unanswerable')).toHaveLength(10);
  let silent = 0;
  for (const { question } of of('unanswerable')) {
    const { text, uris } = await answeredFrom(question);
    if (uris.length === 0 && text.startsWith('Nothing relevant was found')) silent++;
  }
  expect(silent).toBeGreaterThanOrEqual(9);
});
