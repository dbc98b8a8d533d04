import {
  BedrockAgentClient,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentVersionCommand,
  ListAgentVersionsCommand,
} from '@aws-sdk/client-bedrock-agent';
import { clientConfig } from '../../kit/agent/agent-client';
import { type Desk, openDesk } from '../../kit/desk/desk';
import { deskProperties } from '../../kit/desk/desk-properties';
import { agentResources } from '../../kit/hand-made-app';
import { shelfGroup } from '../../kit/knowledge-base/shelf';

let desk: Desk;
let control: BedrockAgentClient;
let agentId: string;
let agentAliasId: string;
let start: number;
const at = (ms: number) => new Date(ms);

const resourcesOf = (agents: Record<string, object>) => ({
  Shelf: desk.shelf.resource,
  ...Object.assign(
    {},
    ...Object.entries(agents).map(([id, properties]) => agentResources(id, { ...properties })),
  ),
});
const connect = () => {
  control = new BedrockAgentClient(clientConfig(desk.emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT'));
};
const restart = async () => {
  control.destroy();
  await desk.restart();
  connect();
};

beforeAll(async () => {
  desk = await openDesk({ Desk: deskProperties, Draft: { AutoPrepare: false }, Third: {} });
  start = desk.time.at;
  connect();
  ({ agentId, agentAliasId } = desk.emulator.ids);
});
afterAll(async () => {
  control.destroy();
  await desk.close();
});

describe('after the template changed', () => {
  const later = Date.UTC(2026, 10, 21, 1);
  const versions = async () =>
    (await control.send(new ListAgentVersionsCommand({ agentId }))).agentVersionSummaries ?? [];
  const numbers = async () => (await versions()).map(({ agentVersion }) => agentVersion);

  it('ids and times stay as long as nothing changed, over a restart too', async () => {
    const before = await control.send(new GetAgentCommand({ agentId }));
    desk.time.at = later;
    await restart();
    expect((await control.send(new GetAgentCommand({ agentId }))).agent).toEqual(before.agent);
    expect(await numbers()).toEqual(['DRAFT', '1']);
  });

  it('the alias moves to a new version; the old one is still told, as it was', async () => {
    desk.shelf.write(
      resourcesOf({
        Desk: {
          ...deskProperties,
          Instruction: 'You look after another shelf from now on, and you are kind.',
        },
        Third: {},
      }),
    );
    await desk.emulator.reload(desk.shelf.folder);
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
    desk.shelf.write(resourcesOf({ Desk: { ...deskProperties, ActionGroups: [broken] } }));
    await expect(desk.emulator.reload(desk.shelf.folder)).rejects.toThrow(
      'desk Desk.ActionGroups[0].ApiSchema: get /x: give it an operationId',
    );
    expect(await numbers()).toEqual(['DRAFT', '2', '1']);
    desk.shelf.write(resourcesOf({ Desk: deskProperties }));
    await restart();
    expect(await numbers()).toEqual(['DRAFT', '3', '2', '1']);
  });
});
