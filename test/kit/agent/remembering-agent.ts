import type { ConverseRequest, Model } from '../../../emulator/agent/model';
import { agentResources, functionResource } from '../hand-made-app';
import { lastMessage, say, use } from './scripted-model';

/** To this the agent answers with all that its session holds, as JSON; anything else it only takes note of. */
export const askForAll = 'What do you remember?';

/** What a session holds: the user's words and the agent's, turn by turn, and the attributes that a function gets. */
export interface Remembered {
  readonly said: readonly string[];
  readonly sessionAttributes: Readonly<Record<string, string>>;
}

const texts = ({ messages }: ConverseRequest): string[] =>
  messages.flatMap(({ content }) => content.flatMap((block) => ('text' in block ? [block.text] : [])));

export const rememberingModel: Model = {
  name: 'remembering model',
  async converse(request) {
    const [last] = lastMessage(request);
    if (last && 'text' in last && last.text !== askForAll) return say(`Noted: ${last.text}`);
    if (last && 'text' in last) return use(['memory__attributes', {}]);
    const [result] = last && 'toolResult' in last ? last.toolResult.content : [];
    if (!result || !('json' in result)) throw new Error(`The function answered ${JSON.stringify(result)}`);
    const sessionAttributes = result.json as Remembered['sessionAttributes'];
    return say(JSON.stringify({ said: texts(request), sessionAttributes } satisfies Remembered));
  },
};

const document = {
  openapi: '3.0.0',
  info: { title: 'Memory', version: '1.0.0' },
  paths: {
    '/attributes': {
      get: {
        operationId: 'attributes',
        description: 'Tell the attributes of the session',
        responses: {
          200: { description: 'Done', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
    },
  },
};

export const rememberingResources = {
  Memory: functionResource('memory'),
  ...agentResources('Desk', {
    ActionGroups: [
      {
        ActionGroupName: 'memory',
        ActionGroupExecutor: { Lambda: { 'Fn::GetAtt': ['Memory', 'Arn'] } },
        ApiSchema: { Payload: JSON.stringify(document) },
      },
    ],
  }),
};

/** The sources of its functions, for `handMadeApp`. */
export const rememberingHandlers = {
  memory: `exports.handler = async ({ actionGroup, apiPath, httpMethod, sessionAttributes }) => ({
    messageVersion: '1.0',
    response: {
      actionGroup,
      apiPath,
      httpMethod,
      httpStatusCode: 200,
      responseBody: { 'application/json': { body: JSON.stringify(sessionAttributes) } },
    },
  });`,
};
