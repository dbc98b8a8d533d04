interface Resource {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const role = (RoleName: string, Principal: object, statements: readonly (readonly [string[], string])[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }],
    },
    Policies: [
      {
        PolicyName: 'desk',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
        },
      },
    ],
  },
});

/** The roles that the kit's resources name by ARN: more than they need, and not everything. */
const roles = {
  DeskRole: role('desk', { Service: 'lambda.amazonaws.com' }, [[['dynamodb:*'], '*']]),
  AgentRole: role('agent', { Service: 'bedrock.amazonaws.com' }, [
    [['bedrock:InvokeModel*', 'bedrock:Retrieve', 'bedrock:ApplyGuardrail'], '*'],
  ]),
  LibraryRole: role('library', { Service: 'bedrock.amazonaws.com' }, [
    [['bedrock:InvokeModel'], '*'],
    [['s3:ListBucket', 's3:GetObject'], '*'],
    [['s3vectors:*', 'aoss:APIAccessAll'], '*'],
  ]),
  VisitorRole: role('visitor', { AWS: '000000000000' }, [[['dynamodb:GetItem'], '*']]),
};

const runnable = new Set(['AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Lambda::Alias']);

/** What CDK would write beside such resources, so that a test need not repeat it. */
export function policiesFor(resources: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const permissions = Object.entries(resources).flatMap(([id, resource]) => {
    const { Type = '' } = resource as Resource;
    if (!runnable.has(Type)) return [];
    const Properties = {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: id },
      Principal: 'bedrock.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    };
    return [[`${id}Permission`, { Type: 'AWS::Lambda::Permission', Properties }]];
  });
  return { ...roles, ...Object.fromEntries(permissions) };
}
