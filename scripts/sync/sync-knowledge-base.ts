import { setTimeout as wait } from 'node:timers/promises';
import { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import { S3Client } from '@aws-sdk/client-s3';
import type { KnowledgeBaseTarget } from '../../client/knowledge-base-target';
import { s3Bucket } from './bucket/s3-bucket';
import { bedrockJobs } from './ingestion/jobs';
import type { Canary } from './ingestion/judge-passages';
import type { DocumentsSettings } from './open-knowledge-base';
import { type SyncProps, syncOnce } from './sync-once';
import type { SyncResult } from './sync-result';

export interface SyncKnowledgeBaseProps
  extends Pick<SyncProps, 'dryRun' | 'skipInvalid' | 'allowMassDelete' | 'observer' | 'signal'> {
  readonly target: KnowledgeBaseTarget;
  readonly documents: DocumentsSettings;
  /** To be asked afterwards. */
  readonly canary?: Canary;
}

/** One sync over AWS's own protocols, wherever the knowledge base is. Throws as `syncOnce`. */
export async function syncKnowledgeBase(props: SyncKnowledgeBaseProps): Promise<SyncResult> {
  const { target, documents, canary, signal, ...rest } = props;
  const { knowledgeBaseId, dataSourceId, documentsBucket: bucket } = target;
  const { manifestKey, ...folder } = documents;
  const { prefix } = folder;
  const s3Config = target.clientConfig('s3');
  const s3 = new S3Client({
    ...s3Config,
    // An emulator has no names for its buckets.
    forcePathStyle: s3Config.endpoint !== undefined,
    maxAttempts: 5,
    // For uploads, of which there may be thousands.
    cacheMiddleware: true,
  });
  const agent = new BedrockAgentClient({ ...target.clientConfig('bedrock-agent'), maxAttempts: 5 });
  const sleep = (ms: number) => wait(ms, undefined, { signal });
  try {
    const result = await syncOnce({
      ...rest,
      signal,
      ...folder,
      dataSourceId,
      bucket: s3Bucket({ client: s3, bucket, prefix, manifestKey, signal }),
      jobs: bedrockJobs(agent, { knowledgeBaseId, dataSourceId }, signal),
      waiting: { sleep, now: () => performance.now() },
    });
    if (canary === undefined || props.dryRun) return result;
    const config = target.clientConfig('bedrock-agent-runtime');
    const { plan } = result;
    const isEmpty = plan.new.length + plan.changed.length + plan.unchanged === 0;
    const { verify } = await import('./ingestion/verify');
    return { ...result, verified: await verify({ config, knowledgeBaseId, canary, isEmpty, sleep, signal }) };
  } finally {
    for (const client of [s3, agent]) client.destroy();
  }
}
