import type { TracePart } from '@aws-sdk/client-bedrock-agent-runtime';
import type { LambdaFunction } from '../lambda/lambda-function';
import type { ContentBlock, Message, Model } from './model';

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

export interface AgentOperation {
  readonly tool: Tool;
  readonly actionGroup: string;
  readonly apiPath: string;
  readonly httpMethod: string;
  readonly bodyProperties: readonly string[];
  readonly lambda: LambdaFunction;
}

export interface Agent {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly agentName: string;
  readonly instruction: string;
  readonly operations: readonly AgentOperation[];
}

export interface Turn {
  readonly inputText: string;
  readonly sessionId: string;
  readonly sessionAttributes: Record<string, string>;
  readonly promptSessionAttributes: Record<string, string>;
}

type Trace = NonNullable<TracePart['trace']>;
export type LoopEvent = { readonly text: string } | { readonly trace: Trace };
const maxSteps = 7;

/** One turn of the agent: the model decides, the action groups' functions act, until the model answers. */
export async function* runTurn(agent: Agent, model: Model, turn: Turn): AsyncGenerator<LoopEvent> {
  const messages: Message[] = [{ role: 'user', content: [{ text: turn.inputText }] }];
  for (let step = 0; step < maxSteps; step++) {
    const { output, usage } = await model.converse({
      system: [{ text: agent.instruction }],
      messages,
      toolConfig: {
        tools: agent.operations.map(({ tool }) => ({
          toolSpec: { ...tool, inputSchema: { json: { ...tool.inputSchema } } },
        })),
      },
    });
    const { message } = output;
    yield { trace: { orchestrationTrace: { modelInvocationOutput: { metadata: { usage } } } } };
    messages.push(message);
    const results: ContentBlock[] = [];
    for (const block of message.content) {
      if (!('toolUse' in block)) continue;
      const { toolUseId, name, input } = block.toolUse;
      const operation = agent.operations.find(({ tool }) => tool.name === name);
      if (!operation) throw new Error(`The model chose ${name}, which is no tool`);
      yield { trace: { orchestrationTrace: { invocationInput: invocationInput(operation, input) } } };
      const text = await invoke(agent, operation, input, turn);
      yield {
        trace: {
          orchestrationTrace: {
            observation: { type: 'ACTION_GROUP', actionGroupInvocationOutput: { text } },
          },
        },
      };
      results.push({ toolResult: { toolUseId, content: [{ json: JSON.parse(text) }] } });
    }
    if (results.length === 0) {
      const text = message.content.map((block) => ('text' in block ? block.text : '')).join('');
      yield { text };
      return;
    }
    messages.push({ role: 'user', content: results });
  }
  throw new Error('Max iterations exceeded');
}

const properties = (operation: AgentOperation, input: Record<string, unknown>, inBody: boolean) =>
  Object.entries(input)
    .filter(([name]) => operation.bodyProperties.includes(name) === inBody)
    .map(([name, value]) => ({ name, type: 'string', value: String(value) }));

function invocationInput(operation: AgentOperation, input: Record<string, unknown>) {
  const body = properties(operation, input, true);
  return {
    invocationType: 'ACTION_GROUP' as const,
    actionGroupInvocationInput: {
      actionGroupName: operation.actionGroup,
      apiPath: operation.apiPath,
      verb: operation.httpMethod,
      parameters: properties(operation, input, false),
      ...(body.length > 0 && { requestBody: { content: { 'application/json': body } } }),
    },
  };
}

async function invoke(
  agent: Agent,
  operation: AgentOperation,
  input: Record<string, unknown>,
  turn: Turn,
): Promise<string> {
  const body = properties(operation, input, true);
  const answer = (await operation.lambda.invoke({
    messageVersion: '1.0',
    agent: { name: agent.agentName, id: agent.agentId, alias: agent.agentAliasId, version: '1' },
    ...turn,
    actionGroup: operation.actionGroup,
    apiPath: operation.apiPath,
    httpMethod: operation.httpMethod,
    parameters: properties(operation, input, false),
    ...(body.length > 0 && { requestBody: { content: { 'application/json': { properties: body } } } }),
  })) as { response: { responseBody: { 'application/json': { body: string } } } };
  return answer.response.responseBody['application/json'].body;
}
