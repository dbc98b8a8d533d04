import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';

export interface DeputyProps {
  /** As it stands in ARNs, and before `.amazonaws.com`. */
  readonly service: string;
  /** The kind of resource that it acts for. */
  readonly resource: string;
  readonly resourceName?: string;
}

/** A service that may assume a role for its resources in this account and region only: nobody else's deputy. */
export const deputy = (stack: Stack, { service, resource, resourceName = '*' }: DeputyProps) =>
  new ServicePrincipal(`${service}.amazonaws.com`, {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service,
          resource,
          resourceName,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      },
    },
  });
