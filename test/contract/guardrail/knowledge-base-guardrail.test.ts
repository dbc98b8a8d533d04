import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentRuntimeClient,
  type GuardrailConfiguration,
  RetrieveAndGenerateCommand,
  type RetrieveAndGenerateCommandInput,
  RetrieveAndGenerateStreamCommand,
  type RetrieveAndGenerateStreamResponseOutput,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { everyPolicy, guardedBy, guardrailResources } from '../../kit/guardrail';
import { type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';
import { clientConfig } from '../../kit/sdk-client';

let library: OpenLibrary;
let guardrailConfiguration: GuardrailConfiguration;

const texts = {
  'lending.md': '# Lending\n\nA book may be kept for 21 days.',
  'letters.md': '# Letters\n\nLetters to readers are sent by letters@example.com every Monday.',
  'archive.md': '# Public opening hours of the cellar archive\n\nThe archive opens at nine.',
  'rivals.md': '# Shelves\n\nThe cheapest shelves in town are sold by BargainBarn.',
};

beforeAll(async () => {
  library = await openLibrary({
    resources: guardrailResources(everyPolicy),
    agent: guardedBy('GuardrailId'),
  });
  for (const [key, text] of Object.entries(texts)) await library.put(key, text);
  await library.sync();
  const { agentId } = library.emulator.ids;
  const { agent } = await library.agent.send(new GetAgentCommand({ agentId }));
  const { guardrailIdentifier: guardrailId, guardrailVersion } = agent?.guardrailConfiguration ?? {};
  guardrailConfiguration = { guardrailId, guardrailVersion };
});
afterAll(() => library.close());

const modelArn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';

interface Asked {
  readonly sessionId?: string | undefined;
  readonly guardrail?: GuardrailConfiguration | 'none';
}
const request = (
  text: string,
  { sessionId, guardrail = guardrailConfiguration }: Asked = {},
): RetrieveAndGenerateCommandInput => ({
  input: { text },
  ...(sessionId && { sessionId }),
  retrieveAndGenerateConfiguration: {
    type: 'KNOWLEDGE_BASE',
    knowledgeBaseConfiguration: {
      knowledgeBaseId: library.knowledgeBaseId,
      modelArn,
      ...(guardrail !== 'none' && { generationConfiguration: { guardrailConfiguration: guardrail } }),
    },
  },
});
const ask = (text: string, asked?: Asked) =>
  library.runtime.send(new RetrieveAndGenerateCommand(request(text, asked)));
async function stream(text: string) {
  const command = new RetrieveAndGenerateStreamCommand(request(text));
  const { stream: events = [] } = await library.runtime.send(command);
  const told: RetrieveAndGenerateStreamResponseOutput[] = [];
  for await (const event of events) told.push(event);
  return told;
}
const retrieve = (text: string, guardrail?: GuardrailConfiguration) =>
  library.runtime.send(
    new RetrieveCommand({
      knowledgeBaseId: library.knowledgeBaseId,
      retrievalQuery: { text },
      ...(guardrail && { guardrailConfiguration: guardrail }),
    }),
  );
const refusalOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'no error',
    ({ name, message, $metadata }) => `${$metadata?.httpStatusCode} ${name}: ${message}`,
  );

/** Everything that the emulator keeps. */
const written = () =>
  readdirSync(library.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join();

describe('RetrieveAndGenerate with a guardrail', () => {
  it('answers as without one where it finds nothing, and says that it looked', async () => {
    const question = 'How many days may a book be kept?';
    const { guardrailAction, sessionId, ...rest } = await ask(question);
    const without = await ask(question, { guardrail: 'none' });
    expect(guardrailAction).toBe('NONE');
    expect(without).not.toHaveProperty('guardrailAction');
    expect(rest).toMatchObject({ output: without.output, citations: without.citations });
    expect(without.citations).toHaveLength(1);
  });

  it('answers a blocked question with the message for inputs, and keeps it nowhere', async () => {
    const { sessionId } = await ask('How many days may a book be kept?');
    const blocked = await ask('I will kill you, where is your library?', { sessionId });
    expect(blocked).toMatchObject({
      output: { text: 'Not that.' },
      citations: [],
      guardrailAction: 'INTERVENED',
      sessionId,
    });
    expect(written()).toContain('How many days may a book be kept?');
    expect(written()).not.toContain('I will kill you');
    // The session goes on from the question before.
    const { citations = [] } = await ask('And when is that?', { sessionId });
    expect(citations[0]?.generatedResponsePart?.textResponsePart?.text).toContain('21 days');
  });

  it('blocks an answer as a whole, with what it cites', async () => {
    const question = 'Who sells the cheapest shelves in town?';
    expect((await ask(question, { guardrail: 'none' })).output?.text).toContain('BargainBarn');
    expect(await ask(question)).toMatchObject({
      output: { text: 'Not so.' },
      citations: [],
      guardrailAction: 'INTERVENED',
    });
  });

  it('masks an answer, whose citations span what became of it, and no reference', async () => {
    const {
      output,
      citations = [],
      guardrailAction,
    } = await ask('Who sends letters to readers every Monday?');
    expect(guardrailAction).toBe('INTERVENED');
    expect(output?.text).toContain('{EMAIL}');
    expect(output?.text).not.toContain('letters@example.com');
    const [{ generatedResponsePart, retrievedReferences } = {}] = citations;
    const { text = '', span } = generatedResponsePart?.textResponsePart ?? {};
    expect(text).toContain('sent by {EMAIL} every Monday');
    expect(output?.text?.slice(span?.start, (span?.end ?? 0) + 1)).toBe(text);
    expect(retrievedReferences?.[0]?.content?.text).toContain('letters@example.com');
  });

  it('masks a question before it is searched for', async () => {
    const { guardrailAction } = await ask('Which book is CLM-1234?');
    expect(guardrailAction).toBe('INTERVENED');
    expect(written()).toContain('Which book is {Claim}?');
    expect(written()).not.toContain('CLM-1234');
  });

  it('blocks an answer that does not take up enough of the question', async () => {
    // The sentence stands in the document, which is all that GROUNDING asks; its heading has most of the question.
    const question = 'What are the public opening hours of the cellar archive?';
    expect((await ask(question, { guardrail: 'none' })).output?.text).toContain('opens at nine');
    expect(await ask(question)).toMatchObject({ output: { text: 'Not so.' }, guardrailAction: 'INTERVENED' });
  });

  it.each([
    [{ guardrailId: 'abc123', guardrailVersion: '1' }, /^404 ResourceNotFoundException: .*abc123/],
    [
      { guardrailId: 'arn:aws:x', guardrailVersion: '1' },
      /^400 ValidationException: .*guardrailId arn:aws:x/,
    ],
    [{ guardrailVersion: '0' }, /^400 ValidationException: .*guardrailVersion 0/],
    [{ guardrailVersion: '7' }, /^404 ResourceNotFoundException: .*DRAFT, 1/],
  ])('refuses %j', async (change, expected) => {
    const guardrail = { ...guardrailConfiguration, ...change };
    expect(await refusalOf(ask('x', { guardrail }))).toMatch(expected);
    expect(await refusalOf(retrieve('x', guardrail))).toMatch(expected);
  });
});

describe('RetrieveAndGenerateStream with a guardrail', () => {
  it('tells nothing of what is blocked, and at last that it was', async () => {
    expect(await stream('Who sells the cheapest shelves in town?')).toEqual([
      { output: { text: 'Not so.' } },
      { guardrail: { action: 'INTERVENED' } },
    ]);
    expect(await stream('I will kill you')).toEqual([
      { output: { text: 'Not that.' } },
      { guardrail: { action: 'INTERVENED' } },
    ]);
  });

  it('tells a masked answer masked, and of a harmless one that it is', async () => {
    const masked = await stream('Who sends letters to readers every Monday?');
    expect(masked.map(({ output }) => output?.text ?? '').join('')).toContain('sent by {EMAIL} every Monday');
    expect(masked.map(({ output }) => output?.text ?? '').join('')).not.toContain('letters@');
    expect(masked.at(-1)).toEqual({ guardrail: { action: 'INTERVENED' } });
    expect((await stream('How many days may a book be kept?')).at(-1)).toEqual({
      guardrail: { action: 'NONE' },
    });
  });
});

describe('Retrieve with a guardrail', () => {
  it('finds nothing for a blocked question, and masks no passage', async () => {
    expect(await retrieve('I will kill you for a book', guardrailConfiguration)).toMatchObject({
      retrievalResults: [],
      guardrailAction: 'INTERVENED',
    });
    const { retrievalResults = [], guardrailAction } = await retrieve('letters', guardrailConfiguration);
    expect(guardrailAction).toBe('NONE');
    expect(retrievalResults[0]?.content?.text).toContain('letters@example.com');
    expect(await retrieve('letters')).not.toHaveProperty('guardrailAction');
  });

  it('searches for what is left of a masked question', async () => {
    const question = 'Is letters@example.com the sender?';
    const masked = await retrieve(question, guardrailConfiguration);
    expect(masked.guardrailAction).toBe('INTERVENED');
    const scores = ({ retrievalResults = [] }: typeof masked) => retrievalResults.map(({ score }) => score);
    expect(scores(masked)).not.toEqual(scores(await retrieve(question)));
  });
});

it('asks of the caller that it may apply the guardrail', async () => {
  const statement = (Action: readonly string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
  const attempts = async (...actions: readonly string[]) => {
    const sts = new STSClient(clientConfig(library.emulator, 'sts'));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement(actions)] });
    const { Credentials } = await sts.send(new GetFederationTokenCommand({ Name: 'reader', Policy }));
    sts.destroy();
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = Credentials ?? {};
    const runtime = new BedrockAgentRuntimeClient({
      ...clientConfig(library.emulator, 'bedrock-agent-runtime'),
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    } as never);
    const { knowledgeBaseId } = library;
    const retrievalQuery = { text: 'book' };
    try {
      return [
        await refusalOf(runtime.send(new RetrieveCommand({ knowledgeBaseId, retrievalQuery }))),
        ...(await Promise.all(
          [
            runtime.send(new RetrieveCommand({ knowledgeBaseId, retrievalQuery, guardrailConfiguration })),
            runtime.send(new RetrieveAndGenerateCommand(request('book'))),
            runtime.send(new RetrieveAndGenerateStreamCommand(request('book'))),
          ].map(refusalOf),
        )),
      ];
    } finally {
      runtime.destroy();
    }
  };
  const others = ['bedrock:Retrieve', 'bedrock:RetrieveAndGenerate', 'bedrock:InvokeModel'];
  const refused = expect.stringMatching(
    new RegExp(
      `^403 AccessDeniedException: .*bedrock:ApplyGuardrail on resource: arn:aws:bedrock:[^ ]+:guardrail/${guardrailConfiguration.guardrailId} `,
    ),
  );
  expect(await attempts(...others)).toEqual(['no error', refused, refused, refused]);
  expect(await attempts(...others, 'bedrock:ApplyGuardrail')).toEqual(Array(4).fill('no error'));
});
