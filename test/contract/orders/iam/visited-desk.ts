import { BedrockAgentClient, GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type Credentials,
  GetFederationTokenCommand,
  type GetFederationTokenCommandInput,
  STSClient,
} from '@aws-sdk/client-sts';
import { createEmulator, type Emulator } from '../../../../emulator/create-emulator';
import { clientConfig } from '../../../kit/sdk-client';
import { type DeskAssembly, deskAssembly, type Template } from '../../iam/desk-assembly';

export interface VisitedDesk {
  readonly assembly: DeskAssembly;
  readonly emulator: Emulator;
  /** With the account's own credentials. */
  readonly sts: STSClient;
  readonly bucket: string;
  readonly table: string;
  readonly guardrailIdentifier: string;
  readonly foundationModel: string;
  /** The ARNs of the app's roles, by what the beginning of their names says. */
  readonly roles: Readonly<Record<string, string>>;
  /** What the emulator's clock shows, in milliseconds since 1970. */
  readonly time: { at: number };
  /** A client with these credentials, or the account's own. */
  open<Client extends { destroy(): void }>(
    Client: new (config: never) => Client,
    service: string,
    credentials?: Credentials,
  ): Client;
  /** As one of those roles, restricted by a policy if one is given. */
  assume(role: string, Policy?: object): Promise<Credentials>;
  /** As a federated user who may do what these statements say. */
  federate(Statement: readonly object[]): Promise<Credentials>;
  federateWith(policies: Partial<GetFederationTokenCommandInput>): Promise<Credentials>;
  close(): Promise<void>;
}

/** Lets the account's callers be each role of the app, which the app itself does not. */
function openTrust(templates: Readonly<Record<string, Template>>): void {
  for (const { Resources } of Object.values(templates)) {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::IAM::Role') continue;
      const { Statement } = Properties.AssumeRolePolicyDocument as { Statement: object[] };
      Statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '000000000000' } });
    }
  }
}

/** The project's own app, whose roles the account's callers may be, with two documents in its bucket. */
export async function openToVisitors(): Promise<VisitedDesk> {
  const time = { at: Date.UTC(2026, 10, 21) };
  const clients: { destroy(): void }[] = [];
  const assembly = await deskAssembly();
  assembly.write(openTrust);
  const clock = { now: () => time.at };
  const emulator = await createEmulator({ assembly: assembly.folder, clock, log: () => {} });
  const open: VisitedDesk['open'] = (Client, service, credentials) => {
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = credentials ?? {};
    const client = new Client({
      ...clientConfig(emulator, service),
      ...(credentials && {
        credentials: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        },
      }),
      maxAttempts: 1,
    } as never);
    clients.push(client);
    return client;
  };
  const sts = open(STSClient, 'sts');
  const s3 = open(S3Client, 's3');
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const bucket = Buckets[0]?.Name ?? '';
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'docs/a.md', Body: 'a' }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'private/b.md', Body: 'b' }));
  const { TableNames = [] } = await open(DynamoDBClient, 'dynamodb').send(new ListTablesCommand({}));
  const { agentId } = emulator.ids;
  const { agent } = await open(BedrockAgentClient, 'bedrock-agent').send(new GetAgentCommand({ agentId }));
  const roles = await rolesOf(sts);
  const federateWith: VisitedDesk['federateWith'] = async (policies) =>
    given(await sts.send(new GetFederationTokenCommand({ Name: 'visitor', ...policies })));
  return {
    assembly,
    emulator,
    sts,
    bucket,
    table: TableNames[0] ?? '',
    guardrailIdentifier: agent?.guardrailConfiguration?.guardrailIdentifier ?? '',
    foundationModel: agent?.foundationModel ?? '',
    roles,
    time,
    open,
    async assume(role, Policy) {
      const command = new AssumeRoleCommand({
        RoleArn: roles[role],
        RoleSessionName: 'visitor',
        ...(Policy && { Policy: JSON.stringify(Policy) }),
      });
      return given(await sts.send(command));
    },
    federate: (Statement) => federateWith({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    federateWith,
    async close() {
      for (const client of clients) client.destroy();
      await emulator.close();
      assembly.remove();
    },
  };
}

/** A refusal of a role that there is not says which there are. */
async function rolesOf(sts: STSClient): Promise<Record<string, string>> {
  const unknown = new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::000000000000:role/none',
    RoleSessionName: 'me',
  });
  const { message } = (await sts.send(unknown).catch((error: Error) => error)) as Error;
  const roles: Record<string, string> = {};
  for (const [arn] of message.matchAll(/arn:aws:iam::\d+:role\/[\w-]+/g)) {
    for (const kind of ['AgentRole', 'ActionGroup', 'KnowledgeBaseRole'])
      if (arn.includes(kind)) roles[kind] = arn;
  }
  return roles;
}

function given({ Credentials }: { readonly Credentials?: Credentials | undefined }): Credentials {
  if (!Credentials) throw new Error('No credentials');
  return Credentials;
}
