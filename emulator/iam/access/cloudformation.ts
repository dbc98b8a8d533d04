import type { cloudformationCoverage } from '../../cloudformation/coverage';
import { type AccessScope, type AccessTable, arnIn } from './access-table';

const stack =
  (action: 'cloudformation:DescribeStacks' | 'cloudformation:ListStackResources') =>
  ({ StackName }: { readonly StackName?: string }, { app }: AccessScope) => {
    const found = app.stacks.find(({ name, stackId }) => name === StackName || stackId === StackName);
    const named = found?.stackId ?? arnIn(app, 'cloudformation', `stack/${StackName}/*`);
    return [{ action, resource: StackName === undefined ? '*' : named }];
  };

export const cloudformationAccess: AccessTable<keyof typeof cloudformationCoverage.fidelity> = {
  DescribeStacks: stack('cloudformation:DescribeStacks'),
  ListStackResources: stack('cloudformation:ListStackResources'),
};
