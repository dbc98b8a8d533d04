import type { App } from '../../assembly/app';
import type { S3Store } from '../store/s3-store';

/**
 * Makes the buckets that the templates declare, with their versioning; those that there are keep their objects.
 * Other properties, such as lifecycle rules and notifications, have no effect here.
 */
export async function provisionBuckets(s3: S3Store, app: App): Promise<void> {
  for (const { physicalId, properties } of app.resources('AWS::S3::Bucket')) {
    const { Status } = (properties.VersioningConfiguration ?? {}) as { readonly Status?: string };
    await s3.buckets.provision(
      physicalId,
      Status === 'Enabled' || Status === 'Suspended' ? Status : undefined,
    );
  }
}
