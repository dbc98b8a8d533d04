import type { App, AppResource } from '../../assembly/app';
import { parseFunctionName } from '../../lambda/function-name';
import type { Statement } from '../policy/document';
import { Statements } from '../policy/evaluate';
import { PolicyError } from '../policy/policy-error';
import { sourceOf } from './policy-source';
import { readStatements } from './roles';

/** The policies of the app's resources, each found by the ARN of what is asked for. */
export class ResourcePolicies {
  private readonly byOwner: ReadonlyMap<string, Statements>;

  /** Throws PolicyError for a policy that cannot be evaluated. */
  constructor(app: App) {
    const all = [
      ...permissions(app),
      ...bucketPolicies(app),
      ...tablePolicies(app),
      ...vectorBucketPolicies(app),
    ];
    const owners = new Set(all.map(([owner]) => owner));
    this.byOwner = new Map(
      [...owners].map((owner) => [
        owner,
        new Statements(all.flatMap(([of, statements]) => (of === owner ? statements : []))),
      ]),
    );
  }

  of(resource: string): Statements | undefined {
    return this.byOwner.get(resource) ?? this.byOwner.get(ownerOf(resource));
  }
}

type Owned = readonly [owner: string, statements: readonly Statement[]];

/** The bucket of an object, the table of an index, the vector bucket of a vector index. */
const ownerOf = (resource: string): string =>
  /^arn:[\w-]+:s3:::/.test(resource)
    ? resource.replace(/\/.*$/s, '')
    : resource.replace(/(:table\/[^/]+|:bucket\/[^/]+)\/.*$/s, '$1');

/** A permission stands for one statement about the function, or about the version or alias that it names. */
function permissions(app: App): Owned[] {
  return app.resources('AWS::Lambda::Permission').map((resource) => {
    const { properties } = resource;
    const source = sourceOf(resource, 'PolicyDocument');
    for (const name of [
      'EventSourceToken',
      'PrincipalOrgID',
      'FunctionUrlAuthType',
      'InvokedViaFunctionUrl',
    ]) {
      if (properties[name] === undefined) continue;
      const at = `${resource.stack} ${resource.logicalId}.Properties.${name}`;
      throw new PolicyError(at, 'the emulator does not evaluate it');
    }
    const { FunctionName, Principal, Action, SourceArn, SourceAccount } = properties as Record<
      string,
      string
    >;
    const { functionName = '', qualifier } = parseFunctionName(FunctionName ?? '') ?? {};
    const arn = `arn:${app.partition}:lambda:${app.region}:${app.account}:function:${functionName}`;
    const owner = qualifier === undefined ? arn : `${arn}:${qualifier}`;
    const isService = Principal?.includes('.') && !Principal.startsWith('arn:');
    const statement = {
      Effect: 'Allow',
      Principal: Principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: Principal },
      Action,
      Resource: owner,
      Condition: {
        ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
        ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
      },
    };
    return [owner, readStatements({ Version: '2012-10-17', Statement: statement }, source, 'resource')];
  });
}

const bucketPolicies = (app: App): Owned[] =>
  app
    .resources('AWS::S3::BucketPolicy')
    .map((resource) => [
      `arn:${app.partition}:s3:::${resource.properties.Bucket}`,
      documentIn(resource, 'PolicyDocument', resource.properties.PolicyDocument),
    ]);

function tablePolicies(app: App): Owned[] {
  const tables = app.resources('AWS::DynamoDB::Table').flatMap((resource): Owned[] => {
    const { ResourcePolicy } = resource.properties as { ResourcePolicy?: { PolicyDocument?: unknown } };
    if (!ResourcePolicy) return [];
    const statements = documentIn(resource, 'ResourcePolicy.PolicyDocument', ResourcePolicy.PolicyDocument);
    return [[resource.attribute('Arn'), statements]];
  });
  const globalTables = app.resources('AWS::DynamoDB::GlobalTable').flatMap((resource): Owned[] => {
    const { Replicas = [] } = resource.properties as {
      Replicas?: readonly { Region?: string; ResourcePolicy?: { PolicyDocument?: unknown } }[];
    };
    return Replicas.flatMap(({ Region, ResourcePolicy }, index): Owned[] => {
      if (!ResourcePolicy || Region !== app.region) return [];
      const property = `Replicas[${index}].ResourcePolicy.PolicyDocument`;
      return [[resource.attribute('Arn'), documentIn(resource, property, ResourcePolicy.PolicyDocument)]];
    });
  });
  return [...tables, ...globalTables];
}

const vectorBucketPolicies = (app: App): Owned[] =>
  app.resources('AWS::S3Vectors::VectorBucketPolicy').map((resource) => {
    const { VectorBucketArn, VectorBucketName, Policy } = resource.properties as Record<string, unknown>;
    const named = `arn:${app.partition}:s3vectors:${app.region}:${app.account}:bucket/${VectorBucketName}`;
    return [String(VectorBucketArn ?? named), documentIn(resource, 'Policy', Policy)];
  });

function documentIn(resource: AppResource, property: string, document: unknown): Statement[] {
  const parsed: unknown = typeof document === 'string' ? JSON.parse(document) : document;
  return readStatements(parsed, sourceOf(resource, property), 'resource');
}
