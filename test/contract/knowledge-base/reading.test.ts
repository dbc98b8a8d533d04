import { ListKnowledgeBaseDocumentsCommand } from '@aws-sdk/client-bedrock-agent';
import { lexicalEmbedder } from '../../../emulator/knowledge-base/embedding/lexical-embedder';
import { noSidecar } from '../../../emulator/knowledge-base/metadata/sidecar';
import { DocumentReader } from '../../../emulator/knowledge-base/reading/document-reader';
import { docx, pdf } from '../../kit/knowledge-base/hostile-documents';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

const props = {
  sidecar: noSidecar,
  chunking: { strategy: 'DEFAULT' },
  store: 'S3_VECTORS',
  embedder: lexicalEmbedder(),
} as const;

describe('the reader of documents', () => {
  let reader: DocumentReader;
  afterEach(() => reader.close());
  const read = async (bytes: Uint8Array, ending: string) =>
    (await reader.read({ ...props, bytes, ending })).chunks.map(({ text }) => text).join('\n');

  it('reads what is made by hand', async () => {
    reader = new DocumentReader();
    expect(await read(docx('The vault is below.'), '.docx')).toBe('The vault is below.');
    expect(await read(pdf('The tower is above.'), '.pdf')).toBe('The tower is above.');
    const long = `The hall is wide. ${'It is. '.repeat(60_000)}`;
    expect(await read(Buffer.from(long), '.txt')).toContain('The hall is wide.');
  });

  it('gives up on a document that takes too long, and reads the next one', async () => {
    reader = new DocumentReader({ seconds: 1.5, megabytes: 4096 });
    await expect(read(pdf('Word after word.', 3_000_000), '.pdf')).rejects.toMatchObject({
      status: 'FAILED',
      reason: 'as reading them takes more than 1.5 seconds',
    });
    // On a busy machine a new process may need as long before it reads anything.
    const next = () => read(docx('The vault is below.'), '.docx').catch(() => '');
    await until(async () => (await next()) === 'The vault is below.');
  });

  it('gives up on a document that unpacks to more than there is room for, and reads the next one', async () => {
    reader = new DocumentReader({ seconds: 60, megabytes: 200 });
    const bomb = docx('Boom.', 240 * 1024 * 1024);
    expect(bomb.length).toBeLessThan(512 * 1024);
    await expect(read(bomb, '.docx')).rejects.toMatchObject({
      status: 'FAILED',
      reason: expect.stringMatching(/more than 200 MB of memory|the process that read them ended/),
    });
    expect(await read(docx('The vault is below.'), '.docx')).toBe('The vault is below.');
  });

  it('looks at all of the memory: the heap has a limit of its own, and holds no bytes', async () => {
    // Less than the process has before it reads anything.
    reader = new DocumentReader({ seconds: 60, megabytes: 80 });
    await expect(read(docx('The vault is below.'), '.docx')).rejects.toMatchObject({
      reason: 'as reading them takes more than 80 MB of memory',
    });
  });
});

describe('an ingestion job', () => {
  let library: OpenLibrary;
  afterEach(() => library.close());

  it('reads PDF and Word in-process, and fails what is damaged of them alone', async () => {
    library = await openLibrary();
    const whole = pdf('The tower is above the gate.');
    const word = docx('The vault is below the tower.');
    await library.put('whole.pdf', whole);
    await library.put('cut.pdf', whole.subarray(0, 120));
    await library.put('word.docx', word);
    await library.put('cut.docx', word.subarray(0, word.length / 2));
    await library.put('other.docx', Buffer.from(word).fill(7, 60, 400));
    const job = await library.sync();
    expect(job).toMatchObject({
      status: 'COMPLETE',
      statistics: { numberOfNewDocumentsIndexed: 2, numberOfDocumentsFailed: 3 },
    });
    const ids = { knowledgeBaseId: library.knowledgeBaseId, dataSourceId: await library.sourceId() };
    const { documentDetails } = await library.agent.send(new ListKnowledgeBaseDocumentsCommand(ids));
    expect(
      documentDetails?.map(({ identifier, status, statusReason }) => [
        identifier?.s3?.uri?.slice(`s3://${bucketName}/`.length),
        status,
        statusReason ? /could not be read as \.(pdf|docx): \w/.test(statusReason) : undefined,
      ]),
    ).toEqual([
      ['cut.docx', 'FAILED', true],
      ['cut.pdf', 'FAILED', true],
      ['other.docx', 'FAILED', true],
      ['whole.pdf', 'INDEXED', undefined],
      ['word.docx', 'INDEXED', undefined],
    ]);
    const [found] = await library.find('What is above the gate?');
    expect(found).toMatchObject({
      key: 'whole.pdf',
      text: 'The tower is above the gate.',
      metadata: { 'x-amz-bedrock-kb-document-page-number': 1 },
    });
  });
});
