import * as path from 'node:path';
import type { App } from '../assembly/app';
import { ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';
import type { Services } from '../services';
import type { Collection } from '../state/state';
import { ClientTokens } from './client-tokens';
import { type DataSource, type KnowledgeBase, knowledgeBasesOf } from './definition/definitions';
import type { Embedder } from './embedding/embedder';
import { DirectRequests } from './ingestion/direct-requests';
import { IngestionJobs } from './ingestion/jobs';
import type { DocumentReader } from './reading/document-reader';
import type { Library } from './store/library';
import type { ChunkRecord, DocumentRecord } from './store/records';

export type KnowledgeBasesProps = Pick<Services, 'state' | 's3' | 'clock' | 'newId' | 'log'>;

interface Known {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The properties that it had then, as JSON. */
  readonly properties: string;
  /** Of data sources: what becomes of their chunks when the template does not name them any more. */
  readonly dataDeletionPolicy?: DataSource['dataDeletionPolicy'];
  readonly knowledgeBaseId: string;
}

/** When a knowledge base or data source was made and last changed, as far as the emulator saw it. */
export interface Times {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the knowledge bases of an app hold, over restarts and new synthesis. Each is read when it is first needed. */
export class KnowledgeBases {
  readonly jobs: IngestionJobs;
  readonly clientTokens = new ClientTokens();
  readonly directRequests = new DirectRequests();
  private readonly known: Collection<Known>;
  private readonly libraries = new Map<string, Promise<Library>>();
  private documentReader: Promise<DocumentReader> | undefined;

  private constructor(readonly props: KnowledgeBasesProps) {
    this.known = props.state.collection('knowledge-bases');
    this.jobs = new IngestionJobs({
      ...props,
      libraryOf: (id) => this.openLibrary(id),
      reader: () => this.reader(),
    });
  }

  static async open(props: KnowledgeBasesProps): Promise<KnowledgeBases> {
    const knowledgeBases = new KnowledgeBases(props);
    await knowledgeBases.jobs.endInterrupted();
    return knowledgeBases;
  }

  /** Takes note of what the templates declare. Chunks of a data source that is gone go too, unless it says RETAIN. */
  async deploy(app: App): Promise<void> {
    const { clock } = this.props;
    const declared = new Set<string>();
    for (const { dataSources, ...knowledgeBase } of knowledgeBasesOf(app)) {
      const { knowledgeBaseId } = knowledgeBase;
      const things = [
        { id: knowledgeBaseId, thing: knowledgeBase },
        ...dataSources.map((thing) => ({ id: thing.dataSourceId, thing })),
      ];
      let isNewBase = false;
      for (const { id, thing } of things) {
        declared.add(id);
        const properties = JSON.stringify(thing.properties);
        const before = await this.known.get(id);
        const [was, is] = [madeOf(before?.properties ?? properties), madeOf(properties)];
        const isReplaced = before !== undefined && (isNewBase || was.all !== is.all);
        if (before?.properties === properties && !isReplaced) continue;
        const now = clock.now();
        if (isReplaced && id === knowledgeBaseId) isNewBase = true;
        else if (isReplaced) {
          await this.jobs.forget(id);
          // With other chunks alone, what was ingested is found until a job has ingested it anew.
          if (isNewBase || was.place !== is.place) await this.empty(knowledgeBaseId, id);
        }
        const { dataDeletionPolicy } = thing as Partial<DataSource>;
        await this.known.put(id, {
          createdAt: before && !isReplaced ? before.createdAt : now,
          updatedAt: now,
          properties,
          ...(dataDeletionPolicy && { dataDeletionPolicy }),
          knowledgeBaseId,
        });
      }
    }
    for await (const [id, { dataDeletionPolicy, knowledgeBaseId }] of this.known.list()) {
      if (declared.has(id)) continue;
      await this.jobs.forget(id);
      if (dataDeletionPolicy === 'DELETE') await this.empty(knowledgeBaseId, id);
      await this.known.delete(id);
    }
  }

  async times(id: string): Promise<Times> {
    const { createdAt = 0, updatedAt = 0 } = (await this.known.get(id)) ?? {};
    return { createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
  }

  /** The documents and the index of a knowledge base, read from the disk when they are asked for first. */
  openLibrary(knowledgeBaseId: string): Promise<Library> {
    const opened = this.libraries.get(knowledgeBaseId) ?? this.loadLibrary(knowledgeBaseId);
    this.libraries.set(knowledgeBaseId, opened);
    return opened;
  }

  /** Reads documents for ingestion. */
  reader(): Promise<DocumentReader> {
    this.documentReader ??= import('./reading/document-reader').then((found) => new found.DocumentReader());
    return this.documentReader;
  }

  async close(): Promise<void> {
    const ended = this.jobs.close();
    // A document that is being read is not waited for.
    await (await this.documentReader)?.close();
    await ended;
    await Promise.allSettled([...this.libraries.values()].map(async (library) => (await library).close()));
  }

  private async loadLibrary(knowledgeBaseId: string): Promise<Library> {
    const [{ Library }, { DocumentStore }, embedder] = await Promise.all([
      import('./store/library'),
      import('./store/document-store'),
      offlineEmbedder(),
    ]);
    const { state, log } = this.props;
    const kept = state.collection<DocumentRecord | ChunkRecord>(`knowledge-base-${knowledgeBaseId}`);
    const keeping = state.directory !== undefined && {
      file: path.join(state.directory, 'knowledge-bases', `${knowledgeBaseId}.index`),
      tell: (text: string) =>
        log({ source: 'emulator', level: 'warn', text: `Knowledge base ${knowledgeBaseId}: ${text}` }),
    };
    return Library.open(new DocumentStore(kept), embedder, keeping || undefined);
  }

  private async empty(knowledgeBaseId: string, dataSourceId: string): Promise<void> {
    const library = await this.openLibrary(knowledgeBaseId);
    for (const document of await library.store.documents(dataSourceId)) await library.remove(document);
  }
}

/** Of properties, what AWS only takes when it makes a knowledge base or a data source: another one replaces it. */
function madeOf(properties: string): { readonly all: string; readonly place: string } {
  const {
    knowledgeBaseConfiguration,
    storageConfiguration,
    dataSourceConfiguration: { type } = {},
    vectorIngestionConfiguration = {},
  } = JSON.parse(properties) as Readonly<Record<string, unknown>> & {
    readonly dataSourceConfiguration?: { readonly type?: string };
  };
  const place = JSON.stringify([knowledgeBaseConfiguration, storageConfiguration, type]);
  return { all: place + JSON.stringify(vectorIngestionConfiguration), place };
}

const offlineEmbedder = async (): Promise<Embedder> =>
  (await import('./embedding/lexical-embedder')).lexicalEmbedder();

/** These throw ResourceNotFoundException with the ids that there are, and 501 for what the emulator does not do. */
export function findKnowledgeBase(app: App, knowledgeBaseId: string | undefined): KnowledgeBase {
  const all = knowledgeBasesOf(app);
  const found = all.find((one) => one.knowledgeBaseId === knowledgeBaseId);
  if (found) return found;
  throw missing(
    `knowledge base ${knowledgeBaseId}`,
    all.map((one) => one.knowledgeBaseId),
  );
}

export function findDataSource({ dataSources }: KnowledgeBase, dataSourceId: string | undefined): DataSource {
  const found = dataSources.find((one) => one.dataSourceId === dataSourceId);
  if (found) return found;
  throw missing(
    `data source ${dataSourceId}`,
    dataSources.map((one) => one.dataSourceId),
  );
}

export function refuseUnsupported({ missing }: Pick<KnowledgeBase | DataSource, 'missing'>): void {
  if (missing.length > 0) throw notImplemented(missing.join(' and '));
}

const missing = (what: string, ids: readonly string[]): ServiceError =>
  new ServiceError(
    'ResourceNotFoundException',
    `Failed to retrieve resource because it doesn't exist. Retry your request with a different resource identifier. (There is no ${what}; there is ${ids.join(', ') || 'none'}.)`,
  );
