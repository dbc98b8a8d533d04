import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentVersionCommand,
  ListAgentActionGroupsCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
  PrepareAgentCommand,
  paginateListAgents,
  UpdateAgentCommand,
} from '@aws-sdk/client-bedrock-agent';
import { clientConfig } from '../../kit/agent/agent-client';
import { say } from '../../kit/agent/scripted-model';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { deskProperties } from '../../kit/desk/desk-properties';
import { courierDocument } from '../../kit/knowledge-base/shelf';

let desk: Desk;
let control: BedrockAgentClient;
let agentId: string;
let agentAliasId: string;
let start: number;
const at = (ms: number) => new Date(ms);

beforeAll(async () => {
  desk = await openDesk({ Desk: deskProperties, Draft: { AutoPrepare: false }, Third: {} });
  start = desk.time.at;
  control = new BedrockAgentClient(clientConfig(desk.emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT'));
  ({ agentId, agentAliasId } = desk.emulator.ids);
});
afterAll(async () => {
  control.destroy();
  await desk.close();
});

it('GetAgent gives the working draft, with everything under the names of the API', async () => {
  const { agent } = await control.send(new GetAgentCommand({ agentId }));
  expect(agent).toEqual({
    agentId,
    agentArn: expect.stringMatching(`^arn:aws:bedrock:.*:agent/${agentId}$`),
    agentName: 'Desk',
    agentResourceRoleArn: 'arn:aws:iam::000000000000:role/agent',
    agentStatus: 'PREPARED',
    agentVersion: 'DRAFT',
    createdAt: at(start),
    updatedAt: at(start),
    preparedAt: at(start),
    description: 'Looks after the shelf',
    foundationModel: 'us.anthropic.claude-sonnet-4-6',
    guardrailConfiguration: { guardrailIdentifier: 'abc123def456', guardrailVersion: '3' },
    idleSessionTTLInSeconds: 900,
    instruction: 'You look after a shelf of things, and you do what you are asked.',
    promptOverrideConfiguration: {
      promptConfigurations: [
        {
          promptType: 'ORCHESTRATION',
          promptCreationMode: 'OVERRIDDEN',
          inferenceConfiguration: { maximumLength: 512 },
        },
      ],
    },
  });
});

it('ListAgents gives each agent once, in pages of any size', async () => {
  const all = await control.send(new ListAgentsCommand({}));
  expect(all.nextToken).toBeUndefined();
  expect(
    all.agentSummaries?.map(({ agentName, agentStatus, latestAgentVersion }) => [
      agentName,
      agentStatus,
      latestAgentVersion,
    ]),
  ).toEqual([
    ['Desk', 'PREPARED', '1'],
    ['Draft', 'NOT_PREPARED', '1'],
    ['Third', 'PREPARED', '1'],
  ]);
  for (const pageSize of [1, 2, 3]) {
    const paged = [];
    for await (const page of paginateListAgents({ client: control, pageSize }, {}))
      paged.push(...(page.agentSummaries ?? []));
    expect(paged).toEqual(all.agentSummaries);
  }
});

it.each([
  ['maxResults 0', { maxResults: 0 }, /maxResults/],
  ['maxResults 1001', { maxResults: 1001 }, /maxResults/],
  ['a nextToken of its own making', { nextToken: 'bmV4dA' }, /nextToken bmV4dA/],
])('ListAgents refuses %s', async (_, input, message) => {
  await expect(control.send(new ListAgentsCommand(input))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

it("aliases: the template's, and the test alias of the working draft", async () => {
  const { agentAliasSummaries } = await control.send(new ListAgentAliasesCommand({ agentId }));
  expect(agentAliasSummaries).toMatchObject([
    {
      agentAliasId: 'TSTALIASID',
      agentAliasName: 'AgentTestAlias',
      routingConfiguration: [{ agentVersion: 'DRAFT' }],
    },
    {
      agentAliasId,
      agentAliasName: 'live',
      agentAliasStatus: 'PREPARED',
      routingConfiguration: [{ agentVersion: '1' }],
    },
  ]);
  const { agentAlias } = await control.send(new GetAgentAliasCommand({ agentId, agentAliasId }));
  expect(agentAlias).toEqual({
    agentId,
    agentAliasId,
    agentAliasName: 'live',
    agentAliasArn: expect.stringMatching(`agent-alias/${agentId}/${agentAliasId}$`),
    agentAliasStatus: 'PREPARED',
    aliasInvocationState: 'ACCEPT_INVOCATIONS',
    routingConfiguration: [{ agentVersion: '1' }],
    agentAliasHistoryEvents: [{ routingConfiguration: [{ agentVersion: '1' }], startDate: at(start) }],
    createdAt: at(start),
    updatedAt: at(start),
  });
});

it('action groups of a version, with state, executor and schema', async () => {
  const version = { agentId, agentVersion: '1' };
  const { actionGroupSummaries = [] } = await control.send(new ListAgentActionGroupsCommand(version));
  expect(actionGroupSummaries).toEqual([
    {
      actionGroupId: expect.stringMatching(/^[0-9A-Z]{10}$/),
      actionGroupName: 'shelf',
      actionGroupState: 'ENABLED',
      description: 'The shelf',
      updatedAt: at(start),
    },
    {
      actionGroupId: expect.any(String),
      actionGroupName: 'courier',
      actionGroupState: 'DISABLED',
      updatedAt: at(start),
    },
    {
      actionGroupId: expect.any(String),
      actionGroupName: 'user',
      actionGroupState: 'ENABLED',
      updatedAt: at(start),
    },
  ]);
  const read = async (index: number) => {
    const { actionGroupId = '' } = actionGroupSummaries[index] ?? {};
    return (await control.send(new GetAgentActionGroupCommand({ ...version, actionGroupId })))
      .agentActionGroup;
  };
  expect(await read(0)).toMatchObject({
    actionGroupExecutor: { lambda: expect.stringMatching(/^arn:aws:lambda:.*:function:shelf$/) },
  });
  expect(await read(1)).toMatchObject({
    actionGroupExecutor: { customControl: 'RETURN_CONTROL' },
    apiSchema: { payload: JSON.stringify(courierDocument) },
  });
  expect(await read(2)).toMatchObject({ parentActionSignature: 'AMAZON.UserInput' });
});

it.each([
  ['agent', () => new GetAgentCommand({ agentId: 'NOBODY' })],
  ['alias', () => new GetAgentAliasCommand({ agentId, agentAliasId: 'NOBODY' })],
  ['version', () => new GetAgentVersionCommand({ agentId, agentVersion: '99' })],
  [
    'action group',
    () => new GetAgentActionGroupCommand({ agentId, agentVersion: '1', actionGroupId: 'NOBODY' }),
  ],
])('an unknown %s is a ResourceNotFoundException that says which there are', async (what, command) => {
  await expect(control.send(command() as GetAgentCommand)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
    message: expect.stringContaining(`There is no ${what}`),
  });
});

it('what would change an agent is 501: the template does that', async () => {
  const update = {
    agentId,
    agentName: 'Desk',
    agentResourceRoleArn: 'arn:aws:iam::000000000000:role/agent',
    foundationModel: 'x',
  };
  await expect(control.send(new UpdateAgentCommand(update))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
    message: expect.stringContaining('UpdateAgent'),
  });
});

it('an agent that is not prepared answers after PrepareAgent', async () => {
  const { agentSummaries = [] } = await control.send(new ListAgentsCommand({}));
  const draftId = agentSummaries.find(({ agentName }) => agentName === 'Draft')?.agentId ?? '';
  const ask = () => desk.ask({ agentId: draftId, agentAliasId: 'TSTALIASID', inputText: 'Hello' }, say('Hi'));
  expect((await ask()).error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('PrepareAgent'),
  });
  desk.time.at += 1000;
  expect(await control.send(new PrepareAgentCommand({ agentId: draftId }))).toMatchObject({
    agentId: draftId,
    agentStatus: 'PREPARED',
    agentVersion: 'DRAFT',
    preparedAt: at(desk.time.at),
  });
  expect((await ask()).text).toBe('Hi');
  const { agent } = await control.send(new GetAgentCommand({ agentId: draftId }));
  expect(agent).toMatchObject({ agentStatus: 'PREPARED', createdAt: at(start), updatedAt: at(start) });
});
