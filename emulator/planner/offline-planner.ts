import {
  askUserTool,
  type ContentBlock,
  type ConverseRequest,
  type ConverseResponse,
  type Model,
} from '../agent/model';
import { knowledgeOf } from './contract/knowledge';
import type { ActionGroupDocument } from './contract/operations';
import { decide } from './decide';

export interface OfflinePlannerOptions {
  /** What "today" is; by default the machine's clock. */
  readonly now?: () => Date;
}

/** Tokens are not measured: the planner has none. */
const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

/**
 * A model without weights: it chooses operations by the words of their OpenAPI documents, fills arguments from
 * what the conversation says and from nothing else, and keeps no state between calls.
 */
export function createOfflinePlanner(
  actionGroups: readonly ActionGroupDocument[],
  { now = () => new Date() }: OfflinePlannerOptions = {},
): Model {
  const knowledge = knowledgeOf(actionGroups);
  return {
    name: 'offline planner',
    async converse(request) {
      const offered = new Set(request.toolConfig?.tools.map(({ toolSpec }) => toolSpec.name));
      const decision = decide(request.messages, knowledge, offered, now());
      if ('question' in decision) return asked(decision.question, request, offered);
      if ('answer' in decision) return response([{ text: decision.answer }], 'end_turn');
      const uses = decision.calls.map(({ tool, input }, i) => ({
        toolUse: { toolUseId: `planner-${request.messages.length}-${i + 1}`, name: tool, input },
      }));
      return response([{ text: decision.rationale }, ...uses], 'tool_use');
    },
  };
}

/** A question goes through the tool for it where the agent may use it, so that the trace shows a question. */
function asked(
  question: string,
  { messages }: ConverseRequest,
  offered: ReadonlySet<string>,
): ConverseResponse {
  if (!offered.has(askUserTool)) return response([{ text: question }], 'end_turn');
  const toolUseId = `planner-${messages.length}-1`;
  return response([{ toolUse: { toolUseId, name: askUserTool, input: { question } } }], 'tool_use');
}

const response = (
  content: readonly ContentBlock[],
  stopReason: 'end_turn' | 'tool_use',
): ConverseResponse => ({ output: { message: { role: 'assistant', content } }, stopReason, usage });
