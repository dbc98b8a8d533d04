import type { ChunkingConfig, KnowledgeBaseConfig } from '../../../schemas/knowledge-base-config';
import { configured } from '../../kit/knowledge-base/configured';
import { changed, stacksOf } from './knowledge-base-stacks';
import { config, type StackTemplate, spelt, synthesize, trustOfBedrock } from './synthesized';

const hierarchical: ChunkingConfig = {
  chunkingStrategy: 'HIERARCHICAL',
  levelConfigurations: [{ maxTokens: 1500 }, { maxTokens: 300 }],
  overlapTokens: 60,
};
const semantic: ChunkingConfig = {
  chunkingStrategy: 'SEMANTIC',
  maxTokens: 300,
  bufferSize: 1,
  breakpointPercentileThreshold: 95,
};
const before = stacksOf();
const source = ({ knowledgeBase }: { knowledgeBase: StackTemplate }) =>
  knowledgeBase.one('AWS::Bedrock::DataSource').Properties;

describe('the bucket of the documents', () => {
  it.each(['dev', 'prod'])('is versioned, encrypted, private and never deleted in %s', (stage) => {
    const { knowledgeBase } = stacksOf({}, { context: { stage } });
    expect(knowledgeBase.one('AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      },
    });
  });

  it('refuses requests without TLS', () => {
    const { PolicyDocument } = before.knowledgeBase.one('AWS::S3::BucketPolicy').Properties;
    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
        }),
      ]),
    });
  });
});

describe('the data source', () => {
  it.each<[ChunkingConfig, string, object]>([
    [
      configured.chunking,
      'fixed-size-300-20',
      { FixedSizeChunkingConfiguration: { MaxTokens: 300, OverlapPercentage: 20 } },
    ],
    [
      hierarchical,
      'hierarchical-1500-300-60',
      {
        HierarchicalChunkingConfiguration: {
          LevelConfigurations: [{ MaxTokens: 1500 }, { MaxTokens: 300 }],
          OverlapTokens: 60,
        },
      },
    ],
    [
      semantic,
      'semantic-300-1-95',
      {
        SemanticChunkingConfiguration: {
          MaxTokens: 300,
          BufferSize: 1,
          BreakpointPercentileThreshold: 95,
        },
      },
    ],
    [{ chunkingStrategy: 'NONE' }, 'none', {}],
  ])('is named after its chunking: %j', (chunking, name, parameters) => {
    expect(source(stacksOf({ chunking }))).toMatchObject({
      Name: name,
      VectorIngestionConfiguration: {
        ChunkingConfiguration: { ChunkingStrategy: chunking.chunkingStrategy, ...parameters },
      },
    });
  });

  it('takes what is under its prefix, and deletes its chunks when it goes, unless told otherwise', () => {
    expect(source(before)).toMatchObject({
      DataDeletionPolicy: 'DELETE',
      DataSourceConfiguration: { S3Configuration: { InclusionPrefixes: ['docs/'] } },
    });
    const other = source(stacksOf({ dataDeletionPolicy: 'RETAIN', inclusionPrefixes: undefined }));
    expect(other).toMatchObject({ DataDeletionPolicy: 'RETAIN' });
    expect(JSON.stringify(other)).not.toContain('InclusionPrefixes');
  });

  it('is parsed by a model, which its role may call, under another name', () => {
    const model = { type: 'foundation-model', modelId: 'amazon.nova-pro-v1:0' } as const;
    const parsed = stacksOf({ parsing: { parsingStrategy: 'BEDROCK_FOUNDATION_MODEL', model } });
    const { Name, VectorIngestionConfiguration } = source(parsed);
    expect(Name).toMatch(/^fixed-size-300-20-parsed-[0-9a-f]{8}$/);
    expect(VectorIngestionConfiguration).toMatchObject({
      ParsingConfiguration: { ParsingStrategy: 'BEDROCK_FOUNDATION_MODEL' },
    });
    expect(grants(parsed.knowledgeBase).filter((line) => line.includes('nova'))).toHaveLength(2);
  });
});

/** What the role may do: `action resource`. */
const grants = (template: StackTemplate) =>
  template
    .statements('KnowledgeBaseRole')
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((at) => `${action} ${spelt(at)}`)),
    )
    .sort();

describe('the role', () => {
  it('reads its documents, embeds them and keeps their vectors, and may do nothing else', () => {
    const [[bucket] = []] = before.knowledgeBase.all('AWS::S3::Bucket');
    const [[index] = []] = before.knowledgeBase.all('AWS::S3Vectors::Index');
    expect(grants(before.knowledgeBase)).toEqual([
      `bedrock:InvokeModel arn:\${AWS::Partition}:bedrock:\${AWS::Region}::foundation-model/amazon.titan-embed-text-v2:0`,
      `s3:GetObject \${${bucket}.Arn}/docs/*`,
      `s3:ListBucket \${${bucket}.Arn}`,
      ...['DeleteVectors', 'GetIndex', 'GetVectors', 'PutVectors', 'QueryVectors'].map(
        (action) => `s3vectors:${action} \${${index}.IndexArn}`,
      ),
    ]);
  });

  it('can be assumed by knowledge bases of this account and region only', () => {
    const [[, role] = []] = before.knowledgeBase.all('AWS::IAM::Role');
    expect(role?.Properties.AssumeRolePolicyDocument).toMatchObject(trustOfBedrock);
  });

  it('is whole before the knowledge base is made', () => {
    const [[policy] = []] = before.knowledgeBase.all('AWS::IAM::Policy');
    expect(before.knowledgeBase.one('AWS::Bedrock::KnowledgeBase').DependsOn).toContain(policy);
  });
});

describe('the store', () => {
  it('is an S3 Vectors index, in which the text of a chunk is not filterable', () => {
    expect(before.knowledgeBase.one('AWS::S3Vectors::Index').Properties).toMatchObject({
      DataType: 'float32',
      Dimension: 1024,
      MetadataConfiguration: {
        NonFilterableMetadataKeys: ['AMAZON_BEDROCK_TEXT', 'AMAZON_BEDROCK_METADATA'],
      },
    });
  });

  describe('in OpenSearch Serverless', () => {
    const { knowledgeBase } = stacksOf({
      store: 'OPENSEARCH_SERVERLESS',
      overrideSearchType: 'HYBRID',
      embeddingModel: { ...configured.embeddingModel, dimensions: 512, embeddingDataType: 'BINARY' },
    });
    const access = JSON.stringify(
      knowledgeBase.one('AWS::OpenSearchServerless::AccessPolicy').Properties.Policy,
    );

    it('has an index of the engine that Bedrock takes, named after its vectors', () => {
      expect(knowledgeBase.one('AWS::OpenSearchServerless::Index').Properties).toMatchObject({
        IndexName: 'binary-512',
        Mappings: {
          Properties: {
            vector: {
              Dimension: 512,
              DataType: 'binary',
              Method: { Engine: 'faiss', SpaceType: 'hamming' },
            },
          },
        },
      });
      expect(knowledgeBase.all('AWS::S3Vectors::Index')).toEqual([]);
    });

    it('lets CloudFormation make the index, and the role read and write it', () => {
      expect(access).toContain('cfn-exec-role');
      expect(access).toContain('aoss:CreateIndex');
      expect(access).toContain('KnowledgeBaseRole');
      const [[policy] = []] = knowledgeBase.all('AWS::OpenSearchServerless::AccessPolicy');
      expect(knowledgeBase.one('AWS::OpenSearchServerless::Index').DependsOn).toContain(policy);
    });

    it('is open to Bedrock, and not to the internet', () => {
      const policies = knowledgeBase.all('AWS::OpenSearchServerless::SecurityPolicy');
      const [network] = policies.flatMap(([, { Properties }]) =>
        Properties.Type === 'network' ? [JSON.parse(String(Properties.Policy))] : [],
      );
      expect(network).toEqual([
        expect.objectContaining({ AllowFromPublic: false, SourceServices: ['bedrock.amazonaws.com'] }),
      ]);
    });

    it('has names of at most 32 characters, whatever the agent is called', () => {
      const { knowledgeBase: long } = synthesize({
        change: { ...changed({ store: 'OPENSEARCH_SERVERLESS' }), name: 'a'.repeat(45) },
      });
      const { Name } = long?.one('AWS::OpenSearchServerless::Collection').Properties ?? {};
      expect(Name).toMatch(/^[a-z][a-z0-9-]{2,31}$/);
    });
  });

  it('that changes takes another name for the knowledge base, which it replaces', () => {
    const name = (change: Partial<KnowledgeBaseConfig>) =>
      stacksOf(change).knowledgeBase.one('AWS::Bedrock::KnowledgeBase').Properties.Name;
    const names = [
      name({}),
      name({ store: 'OPENSEARCH_SERVERLESS' }),
      name({ embeddingModel: { ...configured.embeddingModel, dimensions: 256 } }),
    ];
    expect(new Set(names).size).toBe(3);
    expect(name({ chunking: hierarchical })).toBe(names[0]);
  });
});

describe('the agent', () => {
  it('names the knowledge base and what it is for, and may search it', () => {
    const at = `\${${config.name}-dev-knowledge-base.KnowledgeBaseId}`;
    const [association, ...others] = before.agent.one('AWS::Bedrock::Agent').Properties
      .KnowledgeBases as Record<string, unknown>[];
    expect(others).toEqual([]);
    expect({ ...association, KnowledgeBaseId: spelt(association?.KnowledgeBaseId) }).toEqual({
      Description: configured.description,
      KnowledgeBaseId: at,
      KnowledgeBaseState: 'ENABLED',
    });
    const [statement] = before.agent
      .statements('AgentRole')
      .filter(({ Action }) => Action === 'bedrock:Retrieve');
    expect(spelt(statement?.Resource)).toBe(
      `arn:\${AWS::Partition}:bedrock:\${AWS::Region}:\${AWS::AccountId}:knowledge-base/${at}`,
    );
  });

  it('does without', () => {
    const { agent, knowledgeBase } = synthesize({ change: { knowledgeBase: undefined } });
    expect(knowledgeBase).toBeUndefined();
    expect(agent.one('AWS::Bedrock::Agent').Properties).not.toHaveProperty('KnowledgeBases');
    expect(JSON.stringify(agent.statements('AgentRole'))).not.toContain('bedrock:Retrieve');
  });
});

it.each<[string, Partial<KnowledgeBaseConfig>, RegExp]>([
  [
    'hybrid search in S3 Vectors',
    { overrideSearchType: 'HYBRID' },
    /\/knowledgeBase\/overrideSearchType: .*OPENSEARCH_SERVERLESS/,
  ],
  ['a folder that there is not', { documents: 'nowhere' }, /\/knowledgeBase\/documents: .*nowhere/],
  [
    'a model that parses no more',
    {
      parsing: {
        parsingStrategy: 'BEDROCK_FOUNDATION_MODEL',
        model: { type: 'foundation-model', modelId: 'anthropic.claude-3-haiku-20240307-v1:0' },
      },
    },
    /\/knowledgeBase\/parsing\/model\/modelId/,
  ],
])('refuses %s where it is made', (_, change, message) => {
  expect(() => stacksOf(change)).toThrow(message);
});
