import { GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketVersioningCommand, GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { guardedBy, guardrailResources } from '../../kit/guardrail';
import { functionResource } from '../../kit/hand-made-app';
import {
  bucketName,
  libraryResources,
  type OpenLibrary,
  openLibrary,
} from '../../kit/knowledge-base/library';
import { clientConfig } from '../../kit/sdk-client';

const agent = guardedBy('GuardrailArn');
const blocking = (Text: string) => guardrailResources({ WordPolicyConfig: { WordsConfig: [{ Text }] } });
const greeter = (properties: object = {}) => {
  const resource = functionResource('greeter', { GREETING: 'hello' });
  return { Greeter: { ...resource, Properties: { ...resource.Properties, ...properties } } };
};
const bucket = (properties: object) => ({
  Documents: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName, ...properties } },
});
const handlers = {
  greeter: `let calls = 0;
exports.handler = async () => [process.env.GREETING, ++calls];
exports.other = async () => 'goodbye';`,
};

let library: OpenLibrary;
let functions: LambdaClient;
let models: BedrockRuntimeClient;

beforeAll(async () => {
  library = await openLibrary({ agent, resources: { ...blocking('apple'), ...greeter() }, handlers });
  functions = new LambdaClient(clientConfig(library.emulator, 'lambda') as never);
  models = new BedrockRuntimeClient(clientConfig(library.emulator, 'bedrock-runtime') as never);
});
afterAll(async () => {
  functions.destroy();
  models.destroy();
  await library.close();
});

async function take(changed: object): Promise<void> {
  library.app.write({ ...libraryResources({ agent }), ...blocking('apple'), ...greeter(), ...changed });
  await library.emulator.reload(library.app.folder);
}

it('a guardrail decides by the words that it has now', async () => {
  const { agentId } = library.emulator.ids;
  const described = await library.agent.send(new GetAgentCommand({ agentId }));
  const { guardrailIdentifier, guardrailVersion } = described.agent?.guardrailConfiguration ?? {};
  const actions = async () => {
    const content = (text: string) => ({ source: 'INPUT' as const, content: [{ text: { text } }] });
    const guardrail = { guardrailIdentifier, guardrailVersion };
    const asked = ['An apple', 'A pear'].map((text) =>
      models.send(new ApplyGuardrailCommand({ ...guardrail, ...content(text) })),
    );
    return (await Promise.all(asked)).map(({ action }) => action);
  };
  expect(await actions()).toEqual(['GUARDRAIL_INTERVENED', 'NONE']);
  await take(blocking('pear'));
  expect(await actions()).toEqual(['NONE', 'GUARDRAIL_INTERVENED']);
});

it('a bucket gets the versioning that it has now, and keeps its objects', async () => {
  await library.put('a.txt', 'one');
  await take(bucket({ VersioningConfiguration: { Status: 'Enabled' } }));
  await library.put('a.txt', 'two');
  const versions = await library.s3.send(new ListObjectVersionsCommand({ Bucket: bucketName }));
  expect(versions.Versions?.map(({ IsLatest, VersionId }) => [IsLatest, VersionId === 'null'])).toEqual([
    [true, false],
    [false, true],
  ]);
  await take(bucket({ VersioningConfiguration: { Status: 'Suspended' } }));
  const { Status } = await library.s3.send(new GetBucketVersioningCommand({ Bucket: bucketName }));
  expect(Status).toBe('Suspended');
  // Under another name it is another bucket, and what the old one holds is not lost.
  await take(bucket({ BucketName: 'other-documents' }));
  const read = (Bucket: string) => library.s3.send(new GetObjectCommand({ Bucket, Key: 'a.txt' }));
  await expect(read('other-documents')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await (await read(bucketName)).Body?.transformToString()).toBe('two');
});

it('a function runs as it is now, or, where it cannot, as it was', async () => {
  const invoke = async () => {
    const { Payload } = await functions.send(new InvokeCommand({ FunctionName: 'greeter' }));
    return JSON.parse(Payload?.transformToString() ?? '');
  };
  await take({});
  expect(await invoke()).toEqual(['hello', 1]);
  await take(greeter({ Environment: { Variables: { GREETING: 'good day' } } }));
  expect(await invoke()).toEqual(['good day', 1]);
  await expect(take(greeter({ Runtime: 'python3.12' }))).rejects.toThrow(
    'desk Greeter: the emulator runs Node.js functions only, not python3.12',
  );
  expect(await invoke()).toEqual(['good day', 2]);
  await take(greeter({ Handler: 'index.other' }));
  expect(await invoke()).toBe('goodbye');
});
