import { invalidArgument, preconditionFailed, S3Error, unsupported } from '../s3-error';
import type { StoredObject } from '../store/records';
import type { S3Store } from '../store/s3-store';
import { failedCondition } from './conditions';

export interface CopyConditions {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
}

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** What `x-amz-copy-source` names: `bucket/key?versionId=id`, percent-encoded. */
export function copySourceIn({ CopySource = '' }: CopyConditions): CopySource {
  if (CopySource.startsWith('arn:')) throw unsupported('copies from access points');
  const [path = '', versionId] = CopySource.split(/\?versionId=(.*)$/s);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (!bucket || !key) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      CopySource,
    );
  }
  return { bucket, key, versionId };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('Invalid copy source encoding', 'x-amz-copy-source', text);
  }
}

/** The source with its files held, if the conditions on it hold. */
export async function holdSource(
  { objects }: S3Store,
  input: CopyConditions,
): Promise<{ readonly source: CopySource; readonly object: StoredObject; readonly release: () => void }> {
  const source = copySourceIn(input);
  const held = await objects.hold(source.bucket, source.key, source.versionId).catch((error) => {
    const isMarker = error instanceof S3Error && error.name === 'MethodNotAllowed';
    throw isMarker
      ? new S3Error(
          'InvalidRequest',
          'The source of a copy request may not specifically refer to a delete marker by version id.',
        )
      : error;
  });
  const failed = failedCondition(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    held.object,
  );
  if (!failed) return { source, ...held };
  held.release();
  throw preconditionFailed(`x-amz-copy-source-${failed.toLowerCase()}`);
}
