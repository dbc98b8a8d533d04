import type {
  ConversationHistory,
  PromptCreationConfigurations,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Message } from '../agent/model';
import type { Session } from '../agent/session/session';
import { ServiceError } from '../front-door/operation';

/** What the model sees of the finished turns (promptCreationConfigurations): by default all that are kept. */
export function historyFor(
  { turns }: Session,
  {
    previousConversationTurnsToInclude = turns.length,
    excludePreviousThinkingSteps = false,
  }: PromptCreationConfigurations = {},
): Message[] {
  const wanted = Math.max(0, turns.length - previousConversationTurnsToInclude);
  return turns
    .slice(wanted)
    .flatMap((turn) => (excludePreviousThinkingSteps ? [...turn.slice(0, 1), ...turn.slice(-1)] : turn));
}

/** A conversation that the caller kept begins a session that has none; a session's own history stays. */
export function restoreHistory(session: Session, history: ConversationHistory | undefined): Session {
  const given = history?.messages ?? [];
  if (given.length === 0 || session.turns.length > 0) return session;
  const messages = given.map(({ role, content }, index): Message => {
    const expected = index % 2 === 0 ? 'user' : 'assistant';
    if (role !== expected) throw invalid(`messages[${index}].role is ${role}, not ${expected}`);
    return { role, content: (content ?? []).map(({ text = '' }) => ({ text })) };
  });
  if (messages.length % 2 === 1)
    throw invalid('messages ends with a user message, not with the answer to it');
  return { ...session, turns: [messages] };
}

const invalid = (problem: string): ServiceError =>
  new ServiceError('ValidationException', `sessionState.conversationHistory.${problem}`);
