import { config, type Resource, synthesize } from './synthesized';

const table = (stage: string): Resource => {
  const [[, resource] = []] = synthesize({ context: { stage } }).data.all('AWS::DynamoDB::GlobalTable');
  if (!resource) throw new Error('no table');
  return resource;
};
const replica = (resource: Resource) => (resource.Properties.Replicas as Record<string, unknown>[])[0] ?? {};

it.each(['dev', 'prod'])('encrypts tables, bills what is used and can restore them in %s', (stage) => {
  const { Properties } = table(stage);
  expect(Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  });
  expect(replica(table(stage))).toMatchObject({
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

it('lets dev go without a trace, and keeps the data of prod', () => {
  expect(table('dev')).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  expect(replica(table('dev')).DeletionProtectionEnabled).toBe(false);
  expect(table('prod')).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(replica(table('prod')).DeletionProtectionEnabled).toBe(true);
});

it('names the staged seed in dev, and none in prod', () => {
  expect(table('dev').Metadata?.['outcrop:seed']).toMatch(/^asset\.[0-9a-f]{64}\.json$/);
  expect(table('prod').Metadata?.['outcrop:seed']).toBeUndefined();
});

it('has every configured key and index', () => {
  const tables = config.actionGroups.flatMap((group) => group.tables ?? []);
  const resources = synthesize().data.all('AWS::DynamoDB::GlobalTable');
  expect(resources).toHaveLength(tables.length);
  tables.forEach(({ partitionKey, indexes = [] }, index) => {
    const properties = resources[index]?.[1].Properties;
    expect(properties).toMatchObject({ KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }] });
    expect(properties?.GlobalSecondaryIndexes ?? []).toMatchObject(
      indexes.map(({ name }) => ({ IndexName: name })),
    );
  });
});

it('makes a table that two action groups share once', () => {
  const [group] = config.actionGroups;
  if (!group) throw new Error('no action group');
  const { data, agent } = synthesize({
    change: { actionGroups: [group, { ...group, name: 'second' }] },
  });
  expect(data.all('AWS::DynamoDB::GlobalTable')).toHaveLength(group.tables?.length ?? 0);
  expect(agent.all('AWS::Lambda::Function')).toHaveLength(2);
});
