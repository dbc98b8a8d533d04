import {
  BedrockAgentClient,
  GetIngestionJobCommand,
  StartIngestionJobCommand,
} from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { Emulator } from '../../../../emulator/create-emulator';
import { orders } from '../../../../schemas/orders';
import { agentClient, clientOf } from '../../../kit/agent/agent-client';
import { createEvent } from '../../../kit/create-event';
import { clientConfig } from '../../../kit/sdk-client';
import { until } from '../../../kit/until';

export interface Probes {
  /** What came of everything that the app does, by name: the same each time, while nothing is refused. */
  run(): Promise<Record<string, string>>;
  /** Takes away what a refused run left behind. */
  tidy(): Promise<void>;
  close(): void;
}

const customerId = 'CUST-001';
const document = 'docs/returns/probe.md';

/** Everything that the app's roles are for, done once: through functions, agent and knowledge base. */
export async function openProbes(emulator: Emulator): Promise<Probes> {
  const config = (service: string) => ({ ...clientConfig(emulator, service), maxAttempts: 1 }) as never;
  const lambda = new LambdaClient(config('lambda'));
  const agent = agentClient(emulator);
  const knowledgeBases = new BedrockAgentClient(config('bedrock-agent'));
  const runtime = new BedrockAgentRuntimeClient(config('bedrock-agent-runtime'));
  const s3 = new S3Client(config('s3'));
  const sts = new STSClient(config('sts'));
  const stacks = new CloudFormationClient(config('cloudformation'));
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const Bucket = Buckets[0]?.Name ?? '';
  const { knowledgeBaseId, dataSourceId } = emulator.ids;
  const ids = { knowledgeBaseId: knowledgeBaseId ?? '', dataSourceId: dataSourceId ?? '' };
  let session = 0;

  async function invoke(event: object): Promise<string> {
    const FunctionName = emulator.ids.functions.orders ?? '';
    const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
    const { Payload } = await lambda.send(command);
    const { response } = JSON.parse(Buffer.from(Payload ?? []).toString());
    return `${response?.httpStatusCode}`;
  }
  async function ask(inputText: string, streamFinalResponse: boolean): Promise<string> {
    const { text, error } = await agent.ask({
      inputText,
      sessionId: `probe-${session++}`,
      sessionState: { sessionAttributes: { customerId } },
      streamingConfigurations: { streamFinalResponse },
    });
    if (error) throw error;
    return text;
  }
  /** With the agent stack's policy for callers and nothing else. */
  async function askAsApplication(inputText: string): Promise<string> {
    const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({}));
    const arns = Stacks.flatMap(({ Outputs = [] }) => Outputs).filter(
      ({ OutputKey }) => OutputKey === 'CallerPolicyArn',
    );
    const { Credentials } = await sts.send(
      new GetFederationTokenCommand({
        Name: 'application',
        PolicyArns: arns.map(({ OutputValue: arn }) => ({ arn })),
      }),
    );
    const application = new BedrockAgentRuntimeClient({
      ...clientConfig(emulator, 'bedrock-agent-runtime'),
      maxAttempts: 1,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
    try {
      const { text, error } = await clientOf(application, emulator.ids).ask({
        inputText,
        sessionId: `probe-${session++}`,
        sessionState: { sessionAttributes: { customerId } },
      });
      if (error) throw error;
      return text;
    } finally {
      application.destroy();
    }
  }
  async function sync(): Promise<string> {
    const { ingestionJob } = await knowledgeBases.send(new StartIngestionJobCommand(ids));
    let job = ingestionJob;
    await until(async () => {
      const command = new GetIngestionJobCommand({ ...ids, ingestionJobId: job?.ingestionJobId });
      job = (await knowledgeBases.send(command)).ingestionJob;
      return ['COMPLETE', 'FAILED'].includes(job?.status ?? '');
    });
    const { numberOfDocumentsFailed, numberOfNewDocumentsIndexed, numberOfDocumentsDeleted } =
      job?.statistics ?? {};
    const counts = [numberOfNewDocumentsIndexed, numberOfDocumentsDeleted, numberOfDocumentsFailed].join('/');
    return `${job?.status} ${counts} ${job?.failureReasons?.join('; ') ?? ''}`;
  }

  async function forget(): Promise<string> {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: document }));
    return sync();
  }

  const probes: Record<string, () => Promise<string>> = {
    'look at an order': () =>
      invoke(createEvent(orders, 'getOrder', { orderId: 'ORD-100001' }, { customerId })),
    'list orders': () => invoke(createEvent(orders, 'listOrders', {}, { customerId })),
    'list orders of a status': () =>
      invoke(createEvent(orders, 'listOrders', { status: 'SHIPPED' }, { customerId })),
    'cancel an order again': () =>
      invoke(
        createEvent(orders, 'cancelOrder', { orderId: 'ORD-100004', reason: 'Once more' }, { customerId }),
      ),
    'ask the agent': () => ask('Where is my order ORD-100001?', false),
    'ask the agent as an application': () => askAsApplication('Where is my order ORD-100001?'),
    'ask the agent for a stream': () => ask('Where is my order ORD-100001?', true),
    'ingest a document': async () => {
      const Body = '# Snow boots\n\nSnow boots can be returned within 77 days when their box is still there.';
      await s3.send(new PutObjectCommand({ Bucket, Key: document, Body }));
      return sync();
    },
    'search the documents': async () => {
      const command = new RetrieveCommand({
        knowledgeBaseId: ids.knowledgeBaseId,
        retrievalQuery: { text: 'Within how many days can snow boots be returned?' },
      });
      const { retrievalResults = [] } = await runtime.send(command);
      return retrievalResults.map(({ content }) => content?.text).join('\n');
    },
    'ask the agent about the documents': () => ask('Within how many days can snow boots be returned?', false),
    'forget a document': forget,
  };
  return {
    async run() {
      const outcomes: Record<string, string> = {};
      for (const [name, probe] of Object.entries(probes)) {
        outcomes[name] = await probe().catch((error: Error) => `${error.name}: ${error.message}`);
      }
      return outcomes;
    },
    async tidy() {
      await forget();
    },
    close() {
      for (const client of [lambda, agent, knowledgeBases, runtime, s3, sts, stacks]) {
        if ('destroy' in client) client.destroy();
        else client.close();
      }
    },
  };
}
