import type { ModelReference } from '../../../schemas/agent-config';
import { checkAgents } from '../../../scripts/stack/checks/agents';
import { checkBootstrap } from '../../../scripts/stack/checks/bootstrap';
import { checkModel } from '../../../scripts/stack/checks/model';
import { identify } from '../../../scripts/stack/identity';
import { account, type FakeAws, type FakeAwsOptions, fakeAws, region } from '../../kit/aws/fake-aws';

const requirement = { version: 6, parameter: '/cdk-bootstrap/hnb659fds/version' };
const profile: ModelReference = {
  type: 'inference-profile',
  inferenceProfileId: 'us.amazon.nova-pro-v1:0',
  foundationModelId: 'amazon.nova-pro-v1:0',
  regions: ['us-east-2', 'us-west-2'],
};
const denied = { code: 'AccessDeniedException', message: 'User is not authorized to perform this' };
const before = { ...process.env };
let aws: FakeAws;

async function identityIn(options: FakeAwsOptions) {
  aws = await fakeAws(options);
  delete process.env.AWS_PROFILE;
  Object.assign(process.env, aws.env);
  return identify({ stage: 'dev', context: [] });
}

afterEach(async () => {
  process.env = { ...before };
  await aws.close();
});

it('knows account and region of the credentials', async () => {
  expect(await identityIn({})).toMatchObject({ account, region, access: { region } });
});

it.each([
  ['ExpiredToken', 'CREDENTIALS_EXPIRED'],
  ['InvalidClientTokenId', 'CREDENTIALS_INVALID'],
])('says what is wrong with credentials that AWS answers with %s', async (code, expected) => {
  const options = { refuse: { GetCallerIdentity: { code, message: 'The security token is not good' } } };
  await expect(identityIn(options)).rejects.toMatchObject({ code: expected, hint: expect.any(String) });
});

describe('the bootstrap stack', () => {
  it('passes when it is new enough', async () => {
    expect(await checkBootstrap(await identityIn({ bootstrapVersion: 6 }), requirement)).toMatchObject({
      outcome: 'passed',
    });
  });

  it.each([
    [0, 'NOT_BOOTSTRAPPED'],
    [5, 'BOOTSTRAP_TOO_OLD'],
  ])('of version %d is refused with the exact command', async (bootstrapVersion, code) => {
    await expect(checkBootstrap(await identityIn({ bootstrapVersion }), requirement)).rejects.toMatchObject({
      code,
      hint: `node_modules/.bin/cdk bootstrap aws://${account}/${region}`,
    });
  });

  it('is unknown to credentials that may not look', async () => {
    const identity = await identityIn({ refuse: { GetParameter: denied } });
    expect(await checkBootstrap(identity, requirement)).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('ssm:GetParameter'),
    });
  });
});

describe('agents', () => {
  it('that are there show that the account uses them', async () => {
    expect(await checkAgents(await identityIn({ agents: 1 }))).toMatchObject({ outcome: 'passed' });
  });

  it('that are not there bring a warning of the 403 to come', async () => {
    expect(await checkAgents(await identityIn({ agents: 0 }))).toMatchObject({
      outcome: 'warning',
      message: expect.stringMatching(/maintenance.*403.*12 months/),
    });
  });

  it('in maintenance mode end it at once', async () => {
    const message = 'Bedrock Agents is in Maintenance Mode and not open to new accounts';
    const refuse = { ListAgents: { code: 'AccessDeniedException', message } };
    await expect(checkAgents(await identityIn({ refuse }))).rejects.toMatchObject({
      code: 'MAINTENANCE_MODE',
    });
  });

  it('are unknown to credentials that may not look', async () => {
    const identity = await identityIn({ refuse: { ListAgents: denied } });
    expect(await checkAgents(identity)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('the model', () => {
  it('passes when the profile routes to granted regions and the account has access', async () => {
    const identity = await identityIn({ profileRegions: ['us-east-1', 'us-east-2', 'us-west-2'] });
    expect(await checkModel(identity, profile)).toMatchObject({ outcome: 'passed' });
  });

  it('is refused when its profile routes to a region where the role may not call it', async () => {
    const identity = await identityIn({ profileRegions: ['us-east-2', 'ca-central-1'] });
    await expect(checkModel(identity, profile)).rejects.toMatchObject({
      code: 'MODEL_REGIONS',
      message: expect.stringContaining('ca-central-1'),
      hint: expect.stringContaining('["ca-central-1","us-east-2"]'),
    });
  });

  it('is refused when the region does not have it', async () => {
    const refuse = { GetInferenceProfile: { code: 'ResourceNotFoundException', message: 'Not found' } };
    await expect(checkModel(await identityIn({ refuse }), profile)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });

  it('is refused when it takes no calls without a profile', async () => {
    const model: ModelReference = { type: 'foundation-model', modelId: 'anthropic.claude-sonnet-4-6' };
    await expect(checkModel(await identityIn({}), model)).rejects.toMatchObject({
      code: 'MODEL_NEEDS_INFERENCE_PROFILE',
    });
  });

  it('brings a warning when the account has no access yet', async () => {
    const identity = await identityIn({ modelAuthorized: false });
    expect(await checkModel(identity, profile)).toMatchObject({
      outcome: 'warning',
      message: expect.stringMatching(/agreement.*model catalog/),
    });
  });

  it('is unknown to credentials that may not look', async () => {
    const identity = await identityIn({ refuse: { GetInferenceProfile: denied } });
    expect(await checkModel(identity, profile)).toMatchObject({ outcome: 'unknown' });
  });
});
