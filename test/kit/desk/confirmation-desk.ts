import type { ApiResult, ReturnControlPayload } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Answered, Ask } from '../agent/agent-client';
import type { Line } from '../agent/scripted-model';
import { courierGroup, shelfGroup } from '../knowledge-base/shelf';
import { type Desk, openDesk } from './desk';

export interface ConfirmationDesk {
  /** Of the running test: each has another one. */
  readonly sessionId: string;
  readonly desk: Desk;
  /** One turn of the session, in which the model says these lines. */
  ask(given: Ask, ...lines: readonly Line[]): Promise<Answered>;
  /** The caller's answer: the same decision for each of what was returned. */
  decide(returned: Answered, given: Partial<ApiResult>, ...lines: readonly Line[]): Promise<Answered>;
  /** The paths of the operations that ran. */
  pathsRun(): string[];
}

/** A desk for the tests of one file: a shelf with an operation that asks first, and a courier that the caller is. */
export function confirmationDesk(): ConfirmationDesk {
  let opened: Desk | undefined;
  let sessions = 0;
  const desk = (): Desk => {
    if (!opened) throw new Error('The desk is not open yet');
    return opened;
  };
  beforeAll(async () => {
    opened = await openDesk({ Desk: { ActionGroups: [shelfGroup, courierGroup] } });
  });
  afterAll(() => opened?.close());
  beforeEach(() => {
    desk().shelf.forget();
    sessions += 1;
  });
  return {
    get sessionId() {
      return `session-${sessions}`;
    },
    get desk() {
      return desk();
    },
    ask(given, ...lines) {
      const turn = typeof given === 'string' ? { inputText: given } : given;
      return desk().ask({ sessionId: this.sessionId, ...turn }, ...lines);
    },
    decide({ returnControl }, given, ...lines) {
      if (!returnControl) throw new Error('Nothing was returned');
      const { invocationId } = returnControl;
      const returnControlInvocationResults = resultsOf(returnControl, given);
      return this.ask({ sessionState: { invocationId, returnControlInvocationResults } }, ...lines);
    },
    pathsRun: () =>
      desk()
        .shelf.events()
        .map(({ apiPath }) => apiPath),
  };
}

/** The same result for each of what was returned, with its action's own names. */
export const resultsOf = ({ invocationInputs }: ReturnControlPayload, given: Partial<ApiResult>) =>
  (invocationInputs ?? []).map(({ apiInvocationInput }) => ({
    apiResult: {
      actionGroup: apiInvocationInput?.actionGroup,
      apiPath: apiInvocationInput?.apiPath,
      httpMethod: apiInvocationInput?.httpMethod,
      ...given,
    },
  }));

/** The tool use that asks first. */
export const remove = (itemId: string) => ['shelf__removeItem', { itemId, reason: 'worn out' }] as const;
