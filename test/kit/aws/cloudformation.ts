import { members, query, queryError, type Reply, tags } from './reply';

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { Name: string } }>
  >;
}

interface FakeStack {
  status: string;
  template: Template;
  changeSet?: Template;
}

const time = '2026-11-20T10:00:00.000Z';

/** CloudFormation as far as `cdk deploy` and `cdk destroy` need it: whatever is asked for is done at once. */
export class FakeCloudFormation {
  private readonly stacks = new Map<string, FakeStack>();

  constructor(
    private readonly arnOf: (resource: string) => string,
    private readonly objects: ReadonlyMap<string, string>,
    /** The reason why a deployment of this stack fails, if it does. */
    private readonly failure: (stackName: string) => string | undefined,
  ) {}

  get names(): readonly string[] {
    return [...this.stacks.keys()];
  }

  put(name: string, template: object): void {
    this.stacks.set(name, { status: 'CREATE_COMPLETE', template: template as Template });
  }

  answer(action: string, parameters: URLSearchParams): Reply {
    // The CDK names a stack by its ARN once it is there.
    const given = parameters.get('StackName') ?? '';
    const name = given.replace(/^arn:.*:stack\/([^/]+)\/.*$/, '$1');
    const stack = this.stacks.get(name);
    // Also of a stack that is gone: the CDK looks for the last ones.
    if (action === 'DescribeStackEvents') {
      return query(action, `<StackEvents>${this.failureEvent(name)}</StackEvents>`);
    }
    if (action === 'CreateChangeSet') return this.createChangeSet(name, parameters);
    if (!stack) return queryError('ValidationError', `Stack with id ${given} does not exist`);
    switch (action) {
      case 'DescribeStacks':
        return query(action, `<Stacks>${members([this.describe(name, stack)])}</Stacks>`);
      case 'GetTemplate':
        return query(action, tags({ TemplateBody: JSON.stringify(stack.template) }));
      case 'ListStackResources':
        return query(action, this.resources(name, stack, 'StackResourceSummaries'));
      case 'DescribeChangeSet':
        return query(
          action,
          `${tags(this.changeSet(name))}<Changes>${members(['<Type>Resource</Type>'])}</Changes>`,
        );
      case 'ExecuteChangeSet':
        stack.template = stack.changeSet ?? stack.template;
        stack.status = this.failure(name) ? 'UPDATE_ROLLBACK_COMPLETE' : 'CREATE_COMPLETE';
        return query(action, '');
      case 'DeleteStack':
        this.stacks.delete(name);
        return query(action, '');
      case 'DeleteChangeSet':
      case 'UpdateTerminationProtection':
        return query(action, '');
      default:
        return queryError('InvalidAction', `The fake has no ${action}`);
    }
  }

  private createChangeSet(name: string, parameters: URLSearchParams): Reply {
    const key = (parameters.get('TemplateURL') ?? '').split('/').at(-1) ?? '';
    const body = this.objects.get(key);
    if (body === undefined) return queryError('ValidationError', `There is no template ${key}`);
    const stack = this.stacks.get(name) ?? { status: 'REVIEW_IN_PROGRESS', template: {} };
    stack.changeSet = JSON.parse(body);
    this.stacks.set(name, stack);
    const { ChangeSetId: Id, StackId } = this.changeSet(name);
    return query('CreateChangeSet', tags({ Id, StackId }));
  }

  private changeSet(name: string) {
    return {
      ChangeSetId: this.arnOf('cloudformation:changeSet/cdk-deploy-change-set/1'),
      ChangeSetName: 'cdk-deploy-change-set',
      StackId: this.stackId(name),
      StackName: name,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
    };
  }

  private describe(name: string, { status, template }: FakeStack): string {
    const outputs = Object.entries(template.Outputs ?? {}).map(([OutputKey, { Value, Export }]) =>
      tags({ OutputKey, OutputValue: this.physical(name, Value), ExportName: Export?.Name }),
    );
    return `${tags({ StackId: this.stackId(name), StackName: name, CreationTime: time, StackStatus: status })}<Outputs>${members(outputs)}</Outputs>`;
  }

  private resources(name: string, { template }: FakeStack, list: string): string {
    const entries = Object.entries(template.Resources ?? {}).map(([LogicalResourceId, { Type }]) =>
      tags({
        LogicalResourceId,
        PhysicalResourceId: `${name}-${LogicalResourceId}`,
        ResourceType: Type,
        ResourceStatus: 'CREATE_COMPLETE',
        LastUpdatedTimestamp: time,
      }),
    );
    return `<${list}>${members(entries)}</${list}>`;
  }

  private failureEvent(name: string): string {
    const ResourceStatusReason = this.failure(name);
    if (!ResourceStatusReason) return '';
    const event = {
      StackId: this.stackId(name),
      EventId: '1',
      StackName: name,
      LogicalResourceId: 'Agent',
      PhysicalResourceId: '',
      ResourceType: 'AWS::Bedrock::Agent',
      Timestamp: new Date(Date.now() + 60_000).toISOString(),
      ResourceStatus: 'CREATE_FAILED',
      ResourceStatusReason,
    };
    return members([tags(event)]);
  }

  private physical(name: string, value: unknown): string {
    const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    return attribute ? `${attribute[0]}.${attribute[1]}` : `${name}-${ref}`;
  }

  private stackId(name: string): string {
    return this.arnOf(`cloudformation:stack/${name}/1`);
  }
}
