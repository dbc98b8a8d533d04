import { BedrockAgentClient, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { type AgentClient, agentClient, clientConfig } from '../../kit/agent/agent-client';
import { say, scriptedModel } from '../../kit/agent/scripted-model';
import { changed, type Shelf, shelfApp, shelfGroup } from '../../kit/knowledge-base/shelf';

const model = scriptedModel();
let shelf: Shelf;
let emulator: Emulator;
let desk: AgentClient;
let agents: ReadonlyMap<string, string>;

const prompt = (more: object) => ({
  PromptOverrideConfiguration: {
    PromptConfigurations: [{ PromptCreationMode: 'OVERRIDDEN', PromptState: 'ENABLED', ...more }],
  },
});
const { ApiSchema: _, ...withoutSchema } = shelfGroup;
const functionSchema = { Functions: [{ Name: 'look' }] };
const interpreter = { ActionGroupName: 'code', ParentActionGroupSignature: 'AMAZON.CodeInterpreter' };
/** What the emulator does not do, by the words with which it says so. */
const beyond = {
  'functionSchema of action group shelf': {
    ActionGroups: [{ ...withoutSchema, FunctionSchema: functionSchema }],
  },
  'action group code (AMAZON.CodeInterpreter)': { ActionGroups: [interpreter] },
  'custom orchestration': { OrchestrationType: 'CUSTOM_ORCHESTRATION' },
  'agent collaboration as SUPERVISOR': { AgentCollaboration: 'SUPERVISOR' },
  'parser Lambda of ORCHESTRATION': prompt({ PromptType: 'ORCHESTRATION', ParserMode: 'OVERRIDDEN' }),
  'post-processing': prompt({ PromptType: 'POST_PROCESSING' }),
};
const disabled = {
  ActionGroups: [shelfGroup, changed({ ...shelfGroup, ...interpreter }, { ActionGroupState: 'DISABLED' })],
  ...prompt({ PromptType: 'PRE_PROCESSING', PromptState: 'DISABLED', BasePromptTemplate: 'Is it harmless?' }),
};

beforeAll(async () => {
  const others = Object.values(beyond).map((properties, index) => [`Beyond${index}`, properties] as const);
  shelf = shelfApp({ Desk: disabled, ...Object.fromEntries(others) });
  emulator = await createEmulator({ assembly: shelf.folder, model: () => model });
  desk = agentClient(emulator);
  const control = new BedrockAgentClient(clientConfig(emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT'));
  const { agentSummaries = [] } = await control.send(new ListAgentsCommand({}));
  agents = new Map(agentSummaries.map(({ agentName = '', agentId = '' }) => [agentName, agentId]));
  control.destroy();
});
afterAll(async () => {
  desk.close();
  await emulator.close();
  shelf.remove();
});

it.each(Object.keys(beyond))('an agent with what the emulator does not have is 501: %s', async (words) => {
  const agentId = agents.get(`Beyond${Object.keys(beyond).indexOf(words)}`) ?? '';
  model.script(say('never'));
  const { error } = await desk.ask({ agentId, agentAliasId: 'TSTALIASID', inputText: 'Hello' });
  expect(error).toMatchObject({
    $metadata: { httpStatusCode: 501, attempts: 1 },
    message: expect.stringContaining(words),
  });
  expect(model.requests).toEqual([]);
});

it('what is disabled stands in nobody’s way', async () => {
  model.script(say('Hi'));
  expect((await desk.ask('Hello')).text).toBe('Hi');
});

it('keeps a thousand sessions apart, sixteen at a time', async () => {
  const echo = ({ messages }: (typeof model.requests)[number]) =>
    say(JSON.stringify(messages.map(({ content }) => content)));
  const askEach = async (sessions: readonly number[], inputTextOf: (session: number) => string) => {
    model.script(...sessions.map(() => echo));
    const texts = new Map<number, string>();
    const left = [...sessions];
    const work = async () => {
      for (let session = left.pop(); session !== undefined; session = left.pop()) {
        const { text, error } = await desk.ask({
          sessionId: `one-of-many-${session}`,
          inputText: inputTextOf(session),
        });
        if (error) throw error;
        texts.set(session, text);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    return [...texts];
  };
  const all = Array.from({ length: 1000 }, (_, session) => session);
  await askEach(all, (session) => `I am ${session}.`);
  const some = all.filter((session) => session % 7 === 0);
  const texts = await askEach(some, () => 'Who am I?');
  const said = texts.map(([session, text]) => [session, [...new Set(text.match(/I am \d+\./g))]]);
  expect(said).toEqual(texts.map(([session]) => [session, [`I am ${session}.`]]));
});
