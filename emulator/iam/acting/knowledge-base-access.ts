import type { App, AppResource } from '../../assembly/app';
import type { AccessRequest } from '../access-request';
import type { Actor } from '../actor';
import { iamOf } from '../iam';
import { modelRequests } from '../model-arns';
import { contextOf } from '../policy/context';
import { assumeRole, roleOf } from './assume-role';

/** What Bedrock does for a knowledge base, as its role. Each throws AccessDenied where the role may not. */
export interface KnowledgeBaseAccess {
  listObjects(bucket: string, prefix: string): void;
  readObject(bucket: string, key: string): void;
  /** Turns texts into vectors. */
  embed(): void;
  putVectors(): void;
  deleteVectors(): void;
  /** Also reads what the vectors stand for, which S3 Vectors asks a further permission for. */
  queryVectors(): void;
}

interface Configurations {
  readonly KnowledgeBaseConfiguration?: {
    readonly VectorKnowledgeBaseConfiguration?: { readonly EmbeddingModelArn?: string };
  };
  readonly StorageConfiguration?: {
    readonly OpensearchServerlessConfiguration?: { readonly CollectionArn?: string };
    readonly S3VectorsConfiguration?: {
      readonly IndexArn?: string;
      readonly VectorBucketArn?: string;
      readonly IndexName?: string;
    };
  };
}

type VectorAction = Extract<AccessRequest['action'], `s3vectors:${string}`>;

/** Throws PolicyError for a knowledge base without a role of the app. */
export function knowledgeBaseAccess(app: App, resource: AppResource): KnowledgeBaseAccess {
  const iam = iamOf(app);
  const role = roleOf(iam, resource, 'RoleArn');
  const { KnowledgeBaseConfiguration, StorageConfiguration } = resource.properties as Configurations;
  const embeddingModel = KnowledgeBaseConfiguration?.VectorKnowledgeBaseConfiguration?.EmbeddingModelArn;
  let session: Actor | undefined;
  const demand = (...requests: readonly AccessRequest[]) => {
    const arn = resource.attribute('KnowledgeBaseArn');
    const sessionName = `KnowledgeBase-${arn.split('/').at(-1)}`;
    session ??= assumeRole(iam, role, 'bedrock.amazonaws.com', arn, sessionName);
    iam.demand(session, ...requests);
  };
  const vectors = (...actions: readonly VectorAction[]) =>
    demand(...storeRequests(StorageConfiguration, actions));
  const bucketArn = (bucket: string) => `arn:${app.partition}:s3:::${bucket}`;
  return {
    listObjects: (bucket, prefix) =>
      demand({
        action: 's3:ListBucket',
        resource: bucketArn(bucket),
        context: contextOf({ 's3:prefix': prefix }),
      }),
    readObject: (bucket, key) => demand({ action: 's3:GetObject', resource: `${bucketArn(bucket)}/${key}` }),
    embed() {
      if (embeddingModel !== undefined) demand(...modelRequests(app, embeddingModel, 'bedrock:InvokeModel'));
    },
    putVectors: () => vectors('s3vectors:PutVectors'),
    deleteVectors: () => vectors('s3vectors:DeleteVectors'),
    queryVectors: () => vectors('s3vectors:QueryVectors', 's3vectors:GetVectors'),
  };
}

/** Of a store that the template does not name nothing is asked. OpenSearch's own access policies are not evaluated. */
function storeRequests(
  storage: Configurations['StorageConfiguration'],
  actions: readonly VectorAction[],
): AccessRequest[] {
  const collection = storage?.OpensearchServerlessConfiguration?.CollectionArn;
  if (collection !== undefined) return [{ action: 'aoss:APIAccessAll', resource: collection }];
  const { IndexArn, VectorBucketArn, IndexName } = storage?.S3VectorsConfiguration ?? {};
  const index = IndexArn ?? (VectorBucketArn && `${VectorBucketArn}/index/${IndexName}`);
  return index === undefined ? [] : actions.map((action) => ({ action, resource: index }));
}
