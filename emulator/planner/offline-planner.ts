import { knowledgeBaseOfTool } from '../agent/knowledge-base/associated';
import {
  askUserTool,
  type ContentBlock,
  type ConverseRequest,
  type ConverseResponse,
  type Message,
  type Model,
} from '../agent/model';
import type { Weight } from '../knowledge-base/answering/relevance';
import { knowledgeOf } from './contract/knowledge';
import type { ActionGroupDocument } from './contract/operations';
import { decide } from './decide';
import type { Part } from './phrasing/quote';

export interface OfflinePlannerOptions {
  /** What "today" is; by default the machine's clock. */
  readonly now?: () => Date;
  /** How much each term of a text tells a knowledge base's passages apart; by default all the same. */
  readonly weigh?: (knowledgeBaseId: string, text: string) => Promise<ReadonlyMap<string, number>>;
}

/** Tokens are not measured: the planner has none. */
const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

/**
 * A model without weights: it chooses operations by the words of their OpenAPI documents, fills arguments from
 * what the conversation says and from nothing else, and keeps no state between calls.
 */
export function createOfflinePlanner(
  actionGroups: readonly ActionGroupDocument[],
  { now = () => new Date(), weigh = async () => new Map() }: OfflinePlannerOptions = {},
): Model {
  const knowledge = knowledgeOf(actionGroups);
  return {
    name: 'offline planner',
    async converse(request) {
      const offered = new Set(request.toolConfig?.tools.map(({ toolSpec }) => toolSpec.name));
      const { messages } = request;
      const weight = await weightOf(messages, weigh);
      const decision = decide({ messages, knowledge, offered, now: now(), weight });
      if ('question' in decision) return asked(decision.question, request, offered);
      if ('answer' in decision) return response(decision.answer.map(blockOf), 'end_turn');
      const uses = decision.calls.map(({ tool, input }, i) => ({
        toolUse: { toolUseId: `planner-${request.messages.length}-${i + 1}`, name: tool, input },
      }));
      return response([{ text: decision.rationale }, ...uses], 'tool_use');
    },
  };
}

/** Of every word that the person said, once a search has brought something. */
async function weightOf(
  messages: readonly Message[],
  weigh: Required<OfflinePlannerOptions>['weigh'],
): Promise<Weight> {
  const blocks = messages.flatMap(({ content }) => content);
  const ids = new Set(
    blocks.flatMap((block) => ('toolUse' in block ? (knowledgeBaseOfTool(block.toolUse.name) ?? []) : [])),
  );
  const said = messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => content.map((block) => ('text' in block ? block.text : '')));
  const weights = new Map<string, number>();
  for (const id of ids) {
    for (const [term, weight] of await weigh(id, said.join('\n'))) {
      weights.set(term, Math.max(weight, weights.get(term) ?? 0));
    }
  }
  return (term) => weights.get(term) ?? 1;
}

const blockOf = (part: Part): ContentBlock =>
  typeof part === 'string'
    ? { text: part }
    : { citationsContent: { content: [{ text: part.text }], citations: [{ source: part.source }] } };

/**
 * A question goes through the tool for it where the agent may use it, so that the trace shows a question; one with
 * citations cannot, since the tool takes plain text.
 */
function asked(
  question: readonly Part[],
  { messages }: ConverseRequest,
  offered: ReadonlySet<string>,
): ConverseResponse {
  const plain = question.every((part) => typeof part === 'string');
  if (!offered.has(askUserTool) || !plain) return response(question.map(blockOf), 'end_turn');
  const toolUseId = `planner-${messages.length}-1`;
  const input = { question: question.join('') };
  return response([{ toolUse: { toolUseId, name: askUserTool, input } }], 'tool_use');
}

const response = (
  content: readonly ContentBlock[],
  stopReason: 'end_turn' | 'tool_use',
): ConverseResponse => ({ output: { message: { role: 'assistant', content } }, stopReason, usage });
