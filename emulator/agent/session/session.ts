import type { RetrievedReference } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Attributes } from '../action-group/event';
import type { Message, ToolResult, ToolUse } from '../model';

/** A conversation with one agent through one alias. */
export interface Session {
  readonly sessionAttributes: Attributes;
  /** The finished turns, the oldest first: each starts with the user's message and ends with the agent's. */
  readonly turns: readonly (readonly Message[])[];
  /** What the caller still has to answer before the last turn goes on. */
  readonly pending?: PendingTurn;
}

/** A turn that ended in a return of control. */
export interface PendingTurn {
  readonly invocationId: string;
  readonly inputText: string;
  /** The turn so far; the last message holds the tool uses. */
  readonly messages: readonly Message[];
  /** Of the tool uses that need nothing from the caller. */
  readonly results: readonly ToolResult[];
  /** In the sequence of the invocationInputs. */
  readonly awaited: readonly AwaitedAction[];
  /** What was retrieved, for the citations of the answer that is still to come; by source. */
  readonly references?: Readonly<Record<string, RetrievedReference>>;
}

export interface AwaitedAction {
  readonly toolUse: ToolUse;
  readonly actionInvocationType: ActionInvocationType;
}

export type ActionInvocationType = 'RESULT' | 'USER_CONFIRMATION' | 'USER_CONFIRMATION_AND_RESULT';

/** A limit of the emulator's own, so that a session which never ends does not grow without end. */
const keptTurns = 25;

export const newSession: Session = { sessionAttributes: {}, turns: [] };

export const withAttributes = (session: Session, given: Attributes = {}): Session => ({
  ...session,
  sessionAttributes: { ...session.sessionAttributes, ...given },
});

/** A finished turn joins the history. */
export const withTurn = ({ pending: _, ...session }: Session, messages: readonly Message[]): Session => ({
  ...session,
  turns: [...session.turns, messages].slice(-keptTurns),
});

export const withPending = (session: Session, pending: PendingTurn): Session => ({ ...session, pending });

/** Takes the pending turn out, so that nothing can answer it a second time. */
export const withoutPending = ({ pending: _, ...session }: Session): Session => session;

/** The user went on instead of answering: nothing that was awaited runs, and the history says so. */
export function abandonPending(session: Session): Session {
  const { pending } = session;
  if (!pending) return session;
  const refused = pending.awaited.map(
    ({ toolUse }): ToolResult => notRun(toolUse, 'The user did not confirm it.'),
  );
  const content = [...pending.results, ...refused].map((toolResult) => ({ toolResult }));
  return withTurn(session, [
    ...pending.messages,
    { role: 'user', content },
    { role: 'assistant', content: [{ text: 'The user went on without confirming, so nothing was run.' }] },
  ]);
}

export const notRun = ({ toolUseId }: ToolUse, why: string): ToolResult => ({
  toolUseId,
  status: 'error',
  content: [{ text: `Not run. ${why}` }],
});
