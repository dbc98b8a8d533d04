import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as agentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import type { OpenAPIObject, OperationObject, ParameterObject, SchemaObject } from 'openapi3-ts/oas30';
import { type Agent, type AgentOperation, runTurn } from './agent/loop';
import { offlinePlanner } from './agent/offline-planner';
import { readAssembly, type SynthesizedStack } from './assembly/assembly';
import { account, Resolver, region } from './assembly/resolve';
import { DynamoDbEngine } from './dynamodb/engine';
import { listen } from './front-door/listen';
import { RestJsonService } from './front-door/rest-json';
import { LambdaFunction } from './lambda/lambda-function';

export interface EmulatorOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  readonly port?: number;
}

export interface Emulator {
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ids: { readonly agentId: string; readonly agentAliasId: string };
  close(): Promise<void>;
}

type Properties = Record<string, never>;

/** Runs a synthesized app behind AWS's wire protocols on one loopback port. */
export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  const assembly = readAssembly(options.assembly);
  const resolver = new Resolver(assembly);
  const dynamodb = new DynamoDbEngine();
  const functions = new Map<string, LambdaFunction>();
  const runtime = new RestJsonService(agentRuntime, 'com.amazonaws.bedrockagentruntime');
  let agent: Agent | undefined;

  const server = await listen(options.port ?? 0, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [, service, ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (service === 'dynamodb') {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const result = await dynamodb.run(operation, JSON.parse(body.toString()));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(result));
      return;
    }
    const match = runtime.match(request.method ?? '', `/${rest.join('/')}`);
    if (match?.route.name !== 'InvokeAgent' || !agent) {
      response.writeHead(501, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `The emulator does not implement ${request.url}` }));
      return;
    }
    const input = (await runtime.input(
      match.route,
      match.labels,
      body,
    )) as unknown as agentRuntime.InvokeAgentRequest;
    const sessionId = input.sessionId ?? '';
    response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
      ...runtime.headersOf(match.route, { contentType: 'application/json', sessionId }),
    });
    const write = (event: Record<string, unknown>) => {
      (response as NodeJS.WritableStream).write(Buffer.from(runtime.frame(match.route, event)));
    };
    const turn = {
      inputText: input.inputText ?? '',
      sessionId,
      sessionAttributes: input.sessionState?.sessionAttributes ?? {},
      promptSessionAttributes: input.sessionState?.promptSessionAttributes ?? {},
    };
    for await (const event of runTurn(agent, offlinePlanner, turn)) {
      if ('text' in event) write({ chunk: { bytes: Buffer.from(event.text) } });
      else if (input.enableTrace) write({ trace: { sessionId, trace: event.trace } });
    }
    response.end();
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const env = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'outcrop',
    AWS_ENDPOINT_URL_DYNAMODB: `${endpoint}/dynamodb`,
    AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: `${endpoint}/bedrock-agent-runtime`,
  };

  for (const stack of assembly.stacks) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      const properties = () => resolver.resolve(stack, resource.Properties, logicalId) as Properties;
      if (resource.Type === 'AWS::DynamoDB::GlobalTable') {
        const seed = resource.Metadata?.['outcrop:seed'];
        await createTable(
          dynamodb,
          properties(),
          `${stack.name}-${logicalId}`,
          seed && path.join(assembly.directory, String(seed)),
        );
      }
      if (resource.Type === 'AWS::Lambda::Function') {
        const name = `${stack.name}-${logicalId}`;
        functions.set(name, lambdaFunction(stack, name, resource.Properties ?? {}, properties(), env));
      }
      if (resource.Type === 'AWS::Bedrock::Agent') agent = agentOf(properties(), stack, resolver, functions);
    }
  }
  if (!agent) throw new Error(`${options.assembly} has no AWS::Bedrock::Agent`);
  return {
    endpoint,
    env,
    ids: { agentId: agent.agentId, agentAliasId: agent.agentAliasId },
    async close() {
      for (const fn of functions.values()) fn.close();
      await server.close();
    },
  };
}

async function createTable(
  engine: DynamoDbEngine,
  properties: Properties,
  name: string,
  seed: string | unknown,
) {
  const { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes } = properties;
  await engine.run('CreateTable', {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    GlobalSecondaryIndexes,
  });
  if (typeof seed !== 'string') return;
  const { marshall } = await import('@aws-sdk/util-dynamodb');
  for (const item of JSON.parse(readFileSync(seed, 'utf8'))) {
    await engine.run('PutItem', { TableName: name, Item: marshall(item) });
  }
}

function lambdaFunction(
  stack: SynthesizedStack,
  functionName: string,
  raw: Readonly<Record<string, unknown>>,
  properties: Properties,
  env: Record<string, string>,
): LambdaFunction {
  const key = (raw.Code as { S3Key: string }).S3Key;
  const taskRoot = stack.assets.get(key);
  if (!taskRoot) throw new Error(`${functionName}: no asset ${key}`);
  const { Handler, Timeout, MemorySize, Environment } = properties as Record<string, unknown>;
  return new LambdaFunction({
    functionName,
    arn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    handler: String(Handler),
    taskRoot,
    timeoutInSeconds: Number(Timeout ?? 3),
    memorySizeInMb: Number(MemorySize ?? 128),
    environment: {
      ...env,
      ...(Environment as { Variables?: Record<string, string> } | undefined)?.Variables,
    },
  });
}

interface ActionGroup {
  ActionGroupName: string;
  ActionGroupExecutor?: { Lambda: string };
  ApiSchema: { Payload: string };
}

function agentOf(
  properties: Record<string, unknown>,
  stack: SynthesizedStack,
  resolver: Resolver,
  functions: Map<string, LambdaFunction>,
): Agent {
  const operations = (properties.ActionGroups as ActionGroup[]).flatMap((group): AgentOperation[] => {
    if (!group.ActionGroupExecutor) return [];
    const lambda = functions.get(group.ActionGroupExecutor.Lambda.split(':')[6] ?? '');
    if (!lambda) throw new Error(`No function ${group.ActionGroupExecutor.Lambda}`);
    const { paths } = JSON.parse(group.ApiSchema.Payload) as OpenAPIObject;
    return Object.entries(paths).flatMap(([apiPath, item]) =>
      Object.entries(item as Record<string, OperationObject>).map(([method, operation]): AgentOperation => {
        const body = (
          operation.requestBody as never as { content: Record<string, { schema: SchemaObject }> } | undefined
        )?.content['application/json']?.schema;
        const parameters = (operation.parameters ?? []) as ParameterObject[];
        return {
          actionGroup: group.ActionGroupName,
          apiPath,
          httpMethod: method.toUpperCase(),
          lambda,
          bodyProperties: Object.keys(body?.properties ?? {}),
          tool: {
            name: `${group.ActionGroupName}__${operation.operationId}`,
            description: operation.description ?? '',
            inputSchema: {
              properties: {
                ...Object.fromEntries(
                  parameters.map((p) => [p.name, { description: p.description, ...p.schema }]),
                ),
                ...body?.properties,
              },
              required: [
                ...parameters.filter((p) => p.required).map((p) => p.name),
                ...(body?.required ?? []),
              ],
            },
          },
        };
      }),
    );
  });
  const outputs = stack.template.Outputs ?? {};
  const output = (id: string) => String(resolver.resolve(stack, outputs[id]?.Value, `Outputs.${id}`));
  return {
    agentId: output('AgentId'),
    agentAliasId: output('AgentAliasId'),
    agentName: String(properties.AgentName),
    instruction: String(properties.Instruction),
    operations,
  };
}
