import {
  DeleteKnowledgeBaseDocumentsCommand,
  type DeleteKnowledgeBaseDocumentsCommandInput,
  type DocumentIdentifier,
  type DocumentMetadata,
  GetKnowledgeBaseDocumentsCommand,
  IngestKnowledgeBaseDocumentsCommand,
  type KnowledgeBaseDocument,
  ListKnowledgeBaseDocumentsCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { docx, pdf } from '../../kit/knowledge-base/hostile-documents';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

let library: OpenLibrary;
let custom: { readonly knowledgeBaseId: string; readonly dataSourceId: string };
let synced: typeof custom;
beforeEach(async () => {
  library = await openLibrary();
  const { knowledgeBaseId } = library;
  custom = { knowledgeBaseId, dataSourceId: await library.sourceId('Custom') };
  synced = { knowledgeBaseId, dataSourceId: await library.sourceId() };
});
afterEach(() => library.close());

const text = (id: string, data: string, metadata?: DocumentMetadata): KnowledgeBaseDocument => ({
  content: {
    dataSourceType: 'CUSTOM',
    custom: {
      customDocumentIdentifier: { id },
      sourceType: 'IN_LINE',
      inlineContent: { type: 'TEXT', textContent: { data } },
    },
  },
  ...(metadata && { metadata }),
});
const object = (uri: string): KnowledgeBaseDocument => ({
  content: { dataSourceType: 'S3', s3: { s3Location: { uri } } },
});
const named = (id: string): DocumentIdentifier => ({ dataSourceType: 'CUSTOM', custom: { id } });
const uriOf = (key: string) => `s3://${bucketName}/${key}`;
const at = (key: string): DocumentIdentifier => ({ dataSourceType: 'S3', s3: { uri: uriOf(key) } });

async function ingest(documents: KnowledgeBaseDocument[], ids = custom, clientToken?: string) {
  const command = new IngestKnowledgeBaseDocumentsCommand({
    ...ids,
    documents,
    ...(clientToken && { clientToken }),
  });
  return (await library.agent.send(command)).documentDetails ?? [];
}
async function statuses(documentIdentifiers: DocumentIdentifier[], ids = custom) {
  const command = new GetKnowledgeBaseDocumentsCommand({ ...ids, documentIdentifiers });
  const { documentDetails = [] } = await library.agent.send(command);
  return documentDetails.map(({ status }) => status);
}
const remove = async (input: DeleteKnowledgeBaseDocumentsCommandInput) =>
  (await library.agent.send(new DeleteKnowledgeBaseDocumentsCommand(input))).documentDetails ?? [];
const passages = async (question: string) => {
  const found = await library.find(question);
  return found.map((passage) => passage.text);
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    ({ name, message }) => `${name}: ${message}`,
  );

describe('documents that are ingested directly', () => {
  it('from text are found, replaced by their id, told of and deleted', async () => {
    const [first] = await ingest([text('hours', 'The library opens at nine.')]);
    expect(first).toMatchObject({
      ...custom,
      identifier: named('hours'),
      status: 'INDEXED',
      updatedAt: expect.any(Date),
    });
    await ingest([
      text('hours', 'The library opens at ten.'),
      text('rooms', 'Rooms are on the first floor.'),
    ]);
    expect(await passages('When does the library open?')).toEqual(['The library opens at ten.']);
    expect(await statuses([named('hours'), named('nothing')])).toEqual(['INDEXED', 'NOT_FOUND']);
    const [deleted, unknown] = await remove({
      ...custom,
      documentIdentifiers: [named('hours'), named('nothing')],
    });
    expect([deleted?.status, unknown?.status]).toEqual(['DELETING', 'NOT_FOUND']);
    expect(await statuses([named('hours'), named('rooms')])).toEqual(['NOT_FOUND', 'INDEXED']);
    expect(await passages('When does the library open?')).toEqual([]);
    await library.restart();
    expect(await passages('Where are the rooms?')).toEqual(['Rooms are on the first floor.']);
  });

  it('from bytes and from S3 are read by their media type and their ending', async () => {
    const bytes = (id: string, mimeType: string, data: Uint8Array): KnowledgeBaseDocument => ({
      content: {
        dataSourceType: 'CUSTOM',
        custom: {
          customDocumentIdentifier: { id },
          sourceType: 'IN_LINE',
          inlineContent: { type: 'BYTE', byteContent: { mimeType, data } },
        },
      },
    });
    await library.put('elsewhere/tower.html', '<h1>Tower</h1><p>The tower has 99 steps.</p>');
    const details = await ingest([
      bytes(
        'vault',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        docx('The vault has 7 doors.'),
      ),
      bytes('song', 'audio/mpeg', Buffer.from('ID3')),
      {
        content: {
          dataSourceType: 'CUSTOM',
          custom: {
            customDocumentIdentifier: { id: 'tower' },
            sourceType: 'S3_LOCATION',
            s3Location: { uri: uriOf('elsewhere/tower.html') },
          },
        },
      },
      {
        content: {
          dataSourceType: 'CUSTOM',
          custom: {
            customDocumentIdentifier: { id: 'gone' },
            sourceType: 'S3_LOCATION',
            s3Location: { uri: uriOf('elsewhere/gone.html') },
          },
        },
      },
    ]);
    expect(details.map(({ status }) => status)).toEqual(['INDEXED', 'IGNORED', 'INDEXED', 'FAILED']);
    expect(details[1]?.statusReason).toMatch(/file format was not supported/);
    expect(details[3]?.statusReason).toMatch(/not in the bucket/);
    expect(await passages('How many doors does the vault have?')).toEqual(['The vault has 7 doors.']);
    expect((await passages('steps of the tower'))[0]).toContain('The tower has 99 steps.');
  });

  it('keep attributes that are given with them, or lie in S3, and can be filtered by them', async () => {
    await library.put('meta.json', JSON.stringify({ metadataAttributes: { floor: 2 } }));
    await ingest([
      text('hall', 'The hall is wide.', {
        type: 'IN_LINE_ATTRIBUTE',
        inlineAttributes: [
          { key: 'floor', value: { type: 'NUMBER', numberValue: 1 } },
          { key: 'open', value: { type: 'BOOLEAN', booleanValue: true } },
          { key: 'kind', value: { type: 'STRING', stringValue: 'public' } },
          { key: 'tags', value: { type: 'STRING_LIST', stringListValue: ['a', 'b'] } },
        ],
      }),
      text('study', 'The study is wide.', { type: 'S3_LOCATION', s3Location: { uri: uriOf('meta.json') } }),
    ]);
    const [found] = await library.find('wide', { filter: { equals: { key: 'floor', value: 1 } } });
    expect(found).toMatchObject({
      text: 'The hall is wide.',
      metadata: { floor: 1, open: true, kind: 'public', tags: ['a', 'b'] },
    });
    const upstairs = await library.find('wide', { filter: { greaterThan: { key: 'floor', value: 1 } } });
    expect(upstairs.map((passage) => passage.text)).toEqual(['The study is wide.']);
  });

  it('of an S3 data source are as a job leaves them: the next job finds nothing to do', async () => {
    await library.put('a.md', 'Alpha stands at the gate.');
    await library.put('a.md.metadata.json', JSON.stringify({ metadataAttributes: { place: 'gate' } }));
    await library.put('b.md', 'Beta stands at the well.');
    expect((await ingest([object(uriOf('a.md'))], synced)).map(({ status }) => status)).toEqual(['INDEXED']);
    expect(await library.find('Who stands where?')).toEqual([
      expect.objectContaining({ key: 'a.md', metadata: expect.objectContaining({ place: 'gate' }) }),
    ]);
    expect((await library.sync()).statistics).toMatchObject({
      numberOfDocumentsScanned: 2,
      numberOfNewDocumentsIndexed: 1,
      numberOfModifiedDocumentsIndexed: 0,
    });
    await remove({ ...synced, documentIdentifiers: [at('a.md')] });
    expect(await passages('Alpha')).toEqual([]);
    // It is still in the bucket, so the data source has it again.
    expect((await library.sync()).statistics).toMatchObject({ numberOfNewDocumentsIndexed: 1 });
    expect(await passages('Alpha')).toEqual(['Alpha stands at the gate.']);
  });

  it('keep a job of their data source from starting until they are ingested', async () => {
    const keys = ['a.pdf', 'b.pdf', 'c.pdf'];
    for (const key of keys) await library.put(key, pdf(`Page of ${key}.`, 100_000));
    let isOver = false;
    const ingested = ingest(
      keys.map((key) => object(uriOf(key))),
      synced,
    ).finally(() => {
      isOver = true;
    });
    const start = () => refusal(library.agent.send(new StartIngestionJobCommand(synced)));
    const refused: string[] = [];
    await until(async () => {
      const message = await start();
      if (message.includes('ongoing KnowledgeBaseDocuments')) refused.push(message);
      return isOver || refused.length > 0;
    });
    expect(refused).toEqual([
      expect.stringMatching(/^ValidationException: .*ongoing KnowledgeBaseDocuments API/),
    ]);
    expect((await ingested).map(({ status }) => status)).toEqual(['INDEXED', 'INDEXED', 'INDEXED']);
    await until(async () => !(await start()).startsWith('ValidationException'));
  });

  it('are listed page by page', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await ingest(ids.map((id) => text(id, `Document ${id}.`)));
    const listed: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const answer = await library.agent.send(
        new ListKnowledgeBaseDocumentsCommand({ ...custom, maxResults: 2, nextToken }),
      );
      listed.push((answer.documentDetails ?? []).map(({ identifier }) => identifier?.custom?.id));
      nextToken = answer.nextToken;
    } while (nextToken);
    expect(listed).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    const none = await library.agent.send(new ListKnowledgeBaseDocumentsCommand(synced));
    expect(none).toMatchObject({ documentDetails: [] });
  });

  it('are ingested and deleted once for a client token', async () => {
    const token = 't'.repeat(33);
    const first = await ingest([text('hours', 'The library opens at nine.')], custom, token);
    const again = await ingest([text('hours', 'The library opens at ten.')], custom, token);
    expect(again).toEqual(first);
    expect(await passages('When does the library open?')).toEqual(['The library opens at nine.']);
    const clientToken = 'd'.repeat(33);
    const documentIdentifiers = [named('hours')];
    await remove({ ...custom, documentIdentifiers, clientToken });
    await ingest([text('hours', 'The library opens at eleven.')]);
    expect(await remove({ ...custom, documentIdentifiers, clientToken })).toMatchObject([
      { status: 'DELETING' },
    ]);
    expect(await passages('When does the library open?')).toEqual(['The library opens at eleven.']);
  });

  it('are refused where they do not fit, each with its place, and none of the request is ingested', async () => {
    const good = text('good', 'Good is good.');
    const eleven = Array.from({ length: 11 }, (_, n) => text(`n${n}`, 'One of eleven.'));
    const cases: [Promise<unknown>, RegExp][] = [
      [ingest(eleven), /ValidationException: .*'documents'.*between 1 and 10/],
      [ingest([]), /ValidationException: .*'documents'/],
      [ingest([good, object(uriOf('a.md'))]), /documents\[1\]\.content\.dataSourceType is S3.*CUSTOM/],
      [ingest([good], synced), /documents\[0\]\.content\.dataSourceType is CUSTOM.*S3/],
      [ingest([object('s3://other-bucket/a.md')], synced), /documents\[0\].*not in the data source's bucket/],
      [ingest([object('a.md')], synced), /documents\[0\].*is no S3 URI/],
      [ingest([good], { ...custom, dataSourceId: 'NOSUCHDATA' }), /ResourceNotFoundException: .*NOSUCHDATA/],
      [ingest([good], custom, 'short'), /ValidationException: .*clientToken/],
      [
        remove({ ...custom, documentIdentifiers: Array.from({ length: 11 }, (_, n) => named(`n${n}`)) }),
        /ValidationException: .*'documentIdentifiers'.*between 1 and 10/,
      ],
      [remove({ ...custom, documentIdentifiers: [at('a.md')] }), /documentIdentifiers\[0\].*CUSTOM/],
      [library.agent.send(new StartIngestionJobCommand(custom)), /ValidationException: .*CUSTOM/],
    ];
    for (const [work, message] of cases) expect(await refusal(work)).toMatch(message);
    expect(await statuses([named('good'), named('n0')])).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });
});
