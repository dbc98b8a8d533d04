import { createEmulator, type Emulator } from '../../../../emulator/create-emulator';
import { type DeskAssembly, deskAssembly, type Grant, grantsOf } from '../../iam/desk-assembly';
import { openProbes, type Probes } from './probes';

let assembly: DeskAssembly;
let emulator: Emulator;
let probes: Probes;
let usual: Record<string, string>;
const grants: Grant[] = [];

beforeAll(async () => {
  assembly = await deskAssembly();
  assembly.write((templates) => void grants.push(...grantsOf(templates)));
  emulator = await createEmulator({ assembly: assembly.folder, log: () => {} });
  probes = await openProbes(emulator);
  usual = await probes.run();
});
afterAll(async () => {
  probes.close();
  await emulator.close();
  assembly.remove();
});

const model = 'AgentRoleDefaultPolicy[1]: bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream';
const whenPrepared = 'Bedrock asks for it when the agent is made or prepared, which is no request here';
const otherRegions =
  'the emulator asks for the model in its own region, which two of the four resources name';
const noLogs = 'the emulator writes logs without CloudWatch';
const noTraces = 'there is no X-Ray on a laptop';
const secure = 'loopback counts as TLS, so a denial of anything else denies nothing';

/** What of the app's grants nothing on a laptop asks for, and why. */
const unasked: Readonly<Record<string, string>> = {
  'AgentRoleDefaultPolicy[0]: bedrock:GetInferenceProfile': whenPrepared,
  [`${model} on resource 1`]: otherRegions,
  [`${model} on resource 2`]: otherRegions,
  [`${model} on resource 3`]: otherRegions,
  [`${model} on resource 4`]: otherRegions,
  'AgentRoleDefaultPolicy[2]: Allow bedrock:GetFoundationModel': whenPrepared,
  'AgentRoleDefaultPolicy[2]: bedrock:GetFoundationModel on resource 1': whenPrepared,
  'AgentRoleDefaultPolicy[2]: bedrock:GetFoundationModel on resource 2': whenPrepared,
  'AgentRoleDefaultPolicy[2]: bedrock:GetFoundationModel on resource 3': whenPrepared,
  'AgentRoleDefaultPolicy[2]: bedrock:GetFoundationModel on resource 4': whenPrepared,
  'ActionGroupOrdersRoleDefaultPolicy[0]: Allow logs:CreateLogStream, logs:PutLogEvents': noLogs,
  'ActionGroupOrdersRoleDefaultPolicy[0]: logs:CreateLogStream': noLogs,
  'ActionGroupOrdersRoleDefaultPolicy[0]: logs:PutLogEvents': noLogs,
  'ActionGroupOrdersRoleDefaultPolicy[1]: Allow xray:PutTelemetryRecords, xray:PutTraceSegments': noTraces,
  'ActionGroupOrdersRoleDefaultPolicy[1]: xray:PutTelemetryRecords': noTraces,
  'ActionGroupOrdersRoleDefaultPolicy[1]: xray:PutTraceSegments': noTraces,
  'DocumentsPolicy[0]: Deny s3:*': secure,
  'DocumentsPolicy[0]: s3:* on resource 1': secure,
  'DocumentsPolicy[0]: s3:* on resource 2': secure,
  'DocumentsPolicy[1]: Deny s3:*': secure,
  'DocumentsPolicy[1]: s3:* on resource 1': secure,
  'DocumentsPolicy[1]: s3:* on resource 2': secure,
  'KnowledgeBaseRoleDefaultPolicy[3]: s3vectors:GetIndex':
    'Bedrock asks for it when the knowledge base is made',
};

it('lets the app do everything that it is for', () => {
  expect(usual).toEqual({
    'look at an order': '200',
    'list orders': '200',
    'list orders of a status': '200',
    'cancel an order again': '200',
    'ask the agent': expect.stringContaining('ORD-100001 is shipped'),
    'ask the agent as an application': expect.stringContaining('ORD-100001 is shipped'),
    'ask the agent for a stream': expect.stringContaining('ORD-100001 is shipped'),
    'ingest a document': 'COMPLETE 1/0/0 ',
    'search the documents': expect.stringContaining('77 days'),
    'ask the agent about the documents': expect.stringContaining('77 days'),
    'forget a document': 'COMPLETE 0/1/0 ',
  });
});

it('refuses something for each grant that is taken away, but for those that nothing here asks for', async () => {
  const unnoticed: string[] = [];
  for (const { name, remove } of grants) {
    assembly.write(remove);
    const outcomes = await emulator.reload(assembly.folder).then(
      () => probes.run(),
      (error: Error): Record<string, string> => ({ deployment: error.message }),
    );
    const changed = Object.entries(outcomes).filter(([probe, outcome]) => outcome !== usual[probe]);
    if (changed.length === 0) unnoticed.push(name);
    else {
      // What an application is told, or what its function makes of it.
      expect(changed[0]?.[1]).toMatch(/is not authorized to perform|assume|^500$|Something went wrong/);
      assembly.write();
      await emulator.reload(assembly.folder);
      await probes.tidy();
    }
  }
  expect(unnoticed).toEqual(Object.keys(unasked));
  expect(await probes.run()).toEqual(usual);
});
