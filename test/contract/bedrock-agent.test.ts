import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentVersionCommand,
  ListAgentActionGroupsCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
  ListAgentVersionsCommand,
  PrepareAgentCommand,
  paginateListAgents,
  UpdateAgentCommand,
} from '@aws-sdk/client-bedrock-agent';
import { createEmulator, type Emulator } from '../../emulator/create-emulator';
import { agentClient, clientConfig } from '../kit/agent-client';
import { agentResources, functionResource } from '../kit/hand-made-app';
import { say, scriptedModel } from '../kit/scripted-model';
import { changed, courierDocument, courierGroup, type Shelf, shelfApp, shelfGroup } from '../kit/shelf';

const model = scriptedModel();
const start = Date.UTC(2026, 10, 21);
const time = { at: start };
const at = (ms: number) => new Date(ms);
let state: string;
let shelf: Shelf;
let emulator: Emulator;
let control: BedrockAgentClient;
let agentId: string;
let agentAliasId: string;

const guardrail = { GuardrailIdentifier: 'abc123def456', GuardrailVersion: '3' };
const desk = {
  Description: 'Looks after the shelf',
  ActionGroups: [
    shelfGroup,
    changed(courierGroup, { ActionGroupState: 'DISABLED' }),
    { ActionGroupName: 'user', ParentActionGroupSignature: 'AMAZON.UserInput' },
  ],
  GuardrailConfiguration: guardrail,
  IdleSessionTTLInSeconds: 900,
  PromptOverrideConfiguration: {
    PromptConfigurations: [
      {
        PromptType: 'ORCHESTRATION',
        PromptCreationMode: 'OVERRIDDEN',
        InferenceConfiguration: { MaximumLength: 512 },
      },
    ],
  },
};
const resourcesOf = (agents: Record<string, object>) => ({
  Shelf: functionResource('shelf', { EVENTS: path.join(state, 'events'), GATE: path.join(state, 'gate') }),
  ...Object.assign(
    {},
    ...Object.entries(agents).map(([id, properties]) => agentResources(id, { ...properties })),
  ),
});

const open = async () => {
  emulator = await createEmulator({
    assembly: shelf.folder,
    model: () => model,
    clock: { now: () => time.at },
    state: { directory: state },
  });
  control = new BedrockAgentClient(clientConfig(emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT'));
};
const shut = async () => {
  control.destroy();
  await emulator.close();
};

beforeAll(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'bedrock-agent-'));
  shelf = shelfApp({ Desk: desk, Draft: { AutoPrepare: false }, Third: {} });
  await open();
  ({ agentId, agentAliasId } = emulator.ids);
});
afterAll(async () => {
  await shut();
  shelf.remove();
  rmSync(state, { recursive: true, force: true });
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
  const client = agentClient(emulator);
  const ask = () => {
    model.script(say('Hi'));
    return client.ask({ agentId: draftId, agentAliasId: 'TSTALIASID', inputText: 'Hello' });
  };
  expect((await ask()).error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('PrepareAgent'),
  });
  time.at += 1000;
  expect(await control.send(new PrepareAgentCommand({ agentId: draftId }))).toMatchObject({
    agentId: draftId,
    agentStatus: 'PREPARED',
    agentVersion: 'DRAFT',
    preparedAt: at(time.at),
  });
  expect((await ask()).text).toBe('Hi');
  const { agent } = await control.send(new GetAgentCommand({ agentId: draftId }));
  expect(agent).toMatchObject({ agentStatus: 'PREPARED', createdAt: at(start), updatedAt: at(start) });
  client.close();
});

describe('after the template changed', () => {
  const later = start + 3_600_000;
  const versions = async () =>
    (await control.send(new ListAgentVersionsCommand({ agentId }))).agentVersionSummaries ?? [];
  const numbers = async () => (await versions()).map(({ agentVersion }) => agentVersion);

  it('ids and times stay as long as nothing changed, over a restart too', async () => {
    const before = await control.send(new GetAgentCommand({ agentId }));
    await shut();
    time.at = later;
    await open();
    expect((await control.send(new GetAgentCommand({ agentId }))).agent).toEqual(before.agent);
    expect(await numbers()).toEqual(['DRAFT', '1']);
  });

  it('the alias moves to a new version; the old one is still told, as it was', async () => {
    shelf.write(
      resourcesOf({
        Desk: { ...desk, Instruction: 'You look after another shelf from now on, and you are kind.' },
        Third: {},
      }),
    );
    await emulator.reload(shelf.folder);
    expect(await numbers()).toEqual(['DRAFT', '2', '1']);
    const read = async (agentVersion: string) =>
      (await control.send(new GetAgentVersionCommand({ agentId, agentVersion }))).agentVersion;
    expect(await read('1')).toMatchObject({
      version: '1',
      createdAt: at(start),
      instruction: expect.stringContaining('a shelf of things'),
    });
    expect(await read('2')).toMatchObject({
      version: '2',
      agentStatus: 'PREPARED',
      createdAt: at(later),
      instruction: expect.stringContaining('another shelf'),
      guardrailConfiguration: { guardrailIdentifier: 'abc123def456', guardrailVersion: '3' },
    });
    const { agentAlias } = await control.send(new GetAgentAliasCommand({ agentId, agentAliasId }));
    expect(agentAlias).toMatchObject({
      routingConfiguration: [{ agentVersion: '2' }],
      createdAt: at(start),
      updatedAt: at(later),
      agentAliasHistoryEvents: [{ startDate: at(start), endDate: at(later) }, { startDate: at(later) }],
    });
    const { agent } = await control.send(new GetAgentCommand({ agentId }));
    expect(agent).toMatchObject({ createdAt: at(start), updatedAt: at(later), preparedAt: at(later) });
  });

  it('an API schema that Bedrock would refuse is refused with its resource, and the app stays as it was', async () => {
    const broken = { ...shelfGroup, ApiSchema: { Payload: '{"openapi":"3.0.0","paths":{"/x":{"get":{}}}}' } };
    shelf.write(resourcesOf({ Desk: { ...desk, ActionGroups: [broken] } }));
    await expect(emulator.reload(shelf.folder)).rejects.toThrow(
      'desk Desk.ActionGroups[0].ApiSchema: get /x: give it an operationId',
    );
    expect(await numbers()).toEqual(['DRAFT', '2', '1']);
    await shut();
    shelf.write(resourcesOf({ Desk: desk }));
    await open();
    expect(await numbers()).toEqual(['DRAFT', '3', '2', '1']);
  });
});
