import type { AppResource } from '../../assembly/app';
import type { PolicySource } from '../policy/document';

/** The construct as the app names it: `aws:cdk:path` without the CfnResource's own part. */
export function constructOf({
  stack,
  logicalId,
  metadata,
}: Pick<AppResource, 'stack' | 'logicalId' | 'metadata'>): string {
  const path = metadata['aws:cdk:path'];
  return typeof path === 'string' ? path.replace(/\/(?:Resource|Default)$/, '') : `${stack}/${logicalId}`;
}

export const sourceOf = (resource: AppResource, property: string): PolicySource => ({
  at: `${resource.stack} ${resource.logicalId}.Properties.${property}`,
  construct: constructOf(resource),
});
