import * as agent from '@aws-sdk/client-bedrock-agent';
import * as runtime from '@aws-sdk/client-bedrock-agent-runtime';
import type { LibraryProps, OpenLibrary } from '../../kit/knowledge-base/library';
import { until } from '../../kit/until';

export const libraryProps: LibraryProps = {
  chunkingConfiguration: {
    ChunkingStrategy: 'FIXED_SIZE',
    FixedSizeChunkingConfiguration: { MaxTokens: 300, OverlapPercentage: 10 },
  },
  inclusionPrefixes: ['docs/'],
};

/** Every operation on a knowledge base once. Resolves with the events of a stream. */
export async function useKnowledgeBase(
  library: OpenLibrary,
  client: agent.BedrockAgentClient,
  asking: runtime.BedrockAgentRuntimeClient,
): Promise<{ readonly events: readonly unknown[] }> {
  const { knowledgeBaseId } = library;
  const ids = { knowledgeBaseId, dataSourceId: await library.sourceId() };
  await library.put('docs/lending.md', 'A book may be kept for 21 days.');
  // Reasons that are longer than one of them may be.
  for (let n = 0; n < 30; n++) await library.put(`docs/${n}-${'x'.repeat(150)}.zip`, 'PK');
  for (let n = 0; n < 2; n++) {
    const start = new agent.StartIngestionJobCommand({ ...ids, description: 'Takes it all over' });
    const { ingestionJobId } = (await client.send(start)).ingestionJob ?? {};
    if (n === 1) await client.send(new agent.StopIngestionJobCommand({ ...ids, ingestionJobId }));
    await until(async () => {
      const { ingestionJob } = await client.send(
        new agent.GetIngestionJobCommand({ ...ids, ingestionJobId }),
      );
      return ['COMPLETE', 'STOPPED'].includes(ingestionJob?.status ?? '');
    });
  }
  await client.send(new agent.ListIngestionJobsCommand({ ...ids, maxResults: 1 }));
  await client.send(new agent.ListKnowledgeBasesCommand({}));
  await client.send(new agent.GetKnowledgeBaseCommand({ knowledgeBaseId }));
  await client.send(new agent.ListDataSourcesCommand({ knowledgeBaseId, maxResults: 1 }));
  await client.send(new agent.GetDataSourceCommand(ids));
  await client.send(new agent.ListKnowledgeBaseDocumentsCommand(ids));
  await useDocuments(client, { knowledgeBaseId, dataSourceId: await library.sourceId('Custom') });
  await client.send(
    new agent.GetKnowledgeBaseDocumentsCommand({
      ...ids,
      documentIdentifiers: [{ dataSourceType: 'S3', s3: { uri: 's3://shelf-documents/docs/lending.md' } }],
    }),
  );
  return ask(asking, knowledgeBaseId);
}

async function useDocuments(
  client: agent.BedrockAgentClient,
  ids: { readonly knowledgeBaseId: string; readonly dataSourceId: string },
): Promise<void> {
  const dataSourceType = 'CUSTOM' as const;
  const custom: agent.CustomContent = {
    customDocumentIdentifier: { id: 'hours' },
    sourceType: 'IN_LINE',
    inlineContent: { type: 'TEXT', textContent: { data: 'The library opens at nine.' } },
  };
  const documents = [{ content: { dataSourceType, custom } }];
  await client.send(new agent.IngestKnowledgeBaseDocumentsCommand({ ...ids, documents }));
  const documentIdentifiers = [{ dataSourceType, custom: { id: 'hours' } }];
  await client.send(new agent.GetKnowledgeBaseDocumentsCommand({ ...ids, documentIdentifiers }));
  await client.send(new agent.DeleteKnowledgeBaseDocumentsCommand({ ...ids, documentIdentifiers }));
}

async function ask(client: runtime.BedrockAgentRuntimeClient, knowledgeBaseId: string) {
  const text = 'How long may a book be kept?';
  await client.send(new runtime.RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } }));
  const request: runtime.RetrieveAndGenerateRequest = {
    input: { text },
    retrieveAndGenerateConfiguration: {
      type: 'KNOWLEDGE_BASE',
      knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: 'us.anthropic.claude-sonnet-4-6' },
    },
  };
  await client.send(new runtime.RetrieveAndGenerateCommand(request));
  const { stream = [] } = await client.send(new runtime.RetrieveAndGenerateStreamCommand(request));
  const events: unknown[] = [];
  for await (const event of stream) events.push(event);
  return { events };
}
