import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import config from '../../../agent.config';
import { FakeCloudFormation } from './cloudformation';
import { json, jsonError, query, queryError, type Reply, tags } from './reply';

export interface FakeAwsOptions {
  /** Version of the CDK's bootstrap stack; 0 when there is none. */
  readonly bootstrapVersion?: number;
  readonly agents?: number;
  /** Regions that every inference profile routes to. */
  readonly profileRegions?: readonly string[];
  readonly modelAuthorized?: boolean;
  /** What fails, and with which error code, for example `{ ListAgents: 'AccessDeniedException' }`. */
  readonly refuse?: Readonly<Record<string, { readonly code: string; readonly message: string }>>;
  readonly deploymentFailure?: { readonly stackName: string; readonly reason: string };
  /** How many items of each BatchWriteItem it leaves unprocessed the first time. */
  readonly unprocessed?: number;
}

export interface FakeAws {
  readonly env: Readonly<Record<string, string>>;
  readonly cloudFormation: FakeCloudFormation;
  /** Operations in the sequence of their calls. */
  readonly calls: readonly string[];
  /** Items by table, by the JSON of each. */
  readonly items: ReadonlyMap<string, Set<string>>;
  close(): Promise<void>;
}

export const account = '111122223333';
export const region = 'us-east-1';
const model = config.model.dev;
/** Where the profile leads that the project's model is called by. */
const configuredRegions = model.type === 'inference-profile' ? model.regions : [region];

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly target: string;
  readonly body: string;
}

/** Enough of AWS on loopback for a deployment: what the commands ask before, and what the CDK does. */
export async function fakeAws(options: FakeAwsOptions = {}): Promise<FakeAws> {
  const calls: string[] = [];
  const objects = new Map<string, string>();
  const items = new Map<string, Set<string>>();
  const held = new Set<string>();
  const arnOf = (resource: string) => {
    const [service, name] = resource.split(':');
    return `arn:aws:${service}:${region}:${account}:${name}`;
  };
  const { deploymentFailure: failing } = options;
  const cloudFormation = new FakeCloudFormation(arnOf, objects, (name) =>
    failing?.stackName === name ? failing.reason : undefined,
  );

  const operations: Record<string, (request: Request) => Reply> = {
    GetCallerIdentity: () =>
      query(
        'GetCallerIdentity',
        tags({ Arn: `arn:aws:iam::${account}:user/tester`, UserId: 'AIDA', Account: account }),
      ),
    AssumeRole: () =>
      query(
        'AssumeRole',
        `<Credentials>${tags({ AccessKeyId: 'ASIAFAKE', SecretAccessKey: 'secret', SessionToken: 'token', Expiration: '2100-01-01T00:00:00Z' })}</Credentials>`,
      ),
    GetParameter: ({ body }) => {
      const { bootstrapVersion = 28 } = options;
      if (!bootstrapVersion) return jsonError(400, 'ParameterNotFound', 'No such parameter');
      const { Name } = JSON.parse(body) as { Name: string };
      return json({ Parameter: { Name, Type: 'String', Value: String(bootstrapVersion) } });
    },
    ListAgents: () =>
      json({
        agentSummaries: Array.from({ length: options.agents ?? 1 }, (_, index) => ({
          agentId: `AGENT0000${index}`,
          agentName: `agent-${index}`,
          agentStatus: 'PREPARED',
          updatedAt: '2026-11-01T00:00:00Z',
        })),
      }),
    GetInferenceProfile: ({ url }) => {
      const inferenceProfileId = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
      const { profileRegions = configuredRegions } = options;
      return json({
        inferenceProfileId,
        inferenceProfileName: 'fake',
        inferenceProfileArn: arnOf(`bedrock:inference-profile/${inferenceProfileId}`),
        models: profileRegions.map((where) => ({
          modelArn: `arn:aws:bedrock:${where}::foundation-model/fake`,
        })),
        status: 'ACTIVE',
        type: 'SYSTEM_DEFINED',
      });
    },
    GetFoundationModel: () =>
      json({ modelDetails: { modelArn: 'a', modelId: 'm', inferenceTypesSupported: ['INFERENCE_PROFILE'] } }),
    GetFoundationModelAvailability: () =>
      json({
        modelId: 'fake',
        agreementAvailability: { status: options.modelAuthorized === false ? 'NOT_AVAILABLE' : 'AVAILABLE' },
        authorizationStatus: 'AUTHORIZED',
        entitlementAvailability: 'AVAILABLE',
        regionAvailability: 'AVAILABLE',
      }),
    ListObjects: () => ({ body: '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>' }),
    PutObject: ({ url, body }) => {
      objects.set(url.pathname.split('/').at(-1) ?? '', body);
      return { headers: { etag: '"fake"' }, body: '' };
    },
    BatchWriteItem: ({ body }) => {
      const { RequestItems } = JSON.parse(body) as {
        RequestItems: Record<string, { PutRequest: { Item: object } }[]>;
      };
      const UnprocessedItems: typeof RequestItems = {};
      for (const [table, requests] of Object.entries(RequestItems)) {
        const stored = items.get(table) ?? new Set();
        items.set(table, stored);
        for (const [index, request] of requests.entries()) {
          const item = JSON.stringify(request.PutRequest.Item);
          if (index < (options.unprocessed ?? 0) && !held.has(item)) {
            held.add(item);
            UnprocessedItems[table] = [...(UnprocessedItems[table] ?? []), request];
          } else stored.add(item);
        }
      }
      return json({ UnprocessedItems });
    },
  };

  const answer = (request: Request): Reply => {
    const name = operationOf(request);
    calls.push(name);
    const refused = options.refuse?.[name];
    const isQuery = request.body.startsWith('Action=');
    if (refused) {
      return isQuery
        ? queryError(refused.code, refused.message)
        : jsonError(403, refused.code, refused.message);
    }
    const operation = operations[name];
    if (operation) return operation(request);
    if (isQuery) return cloudFormation.answer(name, new URLSearchParams(request.body));
    return jsonError(501, 'NotImplemented', `The fake has no ${request.method} ${request.url.pathname}`);
  };

  const server = createServer(async (message, response) => {
    const { status = 200, headers, body } = answer(await read(message));
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    items,
    cloudFormation,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIAFAKE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? '',
    url: new URL(message.url ?? '/', 'http://fake'),
    target: String(message.headers['x-amz-target'] ?? ''),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** One endpoint serves all: the protocol tells the operation, else the path does. */
function operationOf({ method, url, target, body }: Request): string {
  if (target) return target.split('.').at(-1) ?? '';
  const [, action] = /^Action=(\w+)/.exec(body) ?? [];
  if (action) return action;
  const { pathname } = url;
  if (pathname.startsWith('/agents')) return 'ListAgents';
  if (pathname.startsWith('/inference-profiles/')) return 'GetInferenceProfile';
  if (pathname.startsWith('/foundation-model-availability/')) return 'GetFoundationModelAvailability';
  if (pathname.startsWith('/foundation-models/')) return 'GetFoundationModel';
  return method === 'PUT' ? 'PutObject' : 'ListObjects';
}
