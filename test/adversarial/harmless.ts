import { isDeepStrictEqual } from 'node:util';
import type { Answered } from '../kit/agent/agent-client';
import { resultsOf } from '../kit/desk/confirmation-desk';
import type { AttackedDesk } from './attacked-desk';
import type { HostileModel, Move } from './hostile-model';
import { foreignIn, table } from './victims';

type Turn = Exclude<Parameters<AttackedDesk['ask']>[0], string>;

export interface Attack {
  readonly turn?: Turn;
  readonly moves?: readonly Move[];
  /** The user says yes to whatever is asked, as often as it is asked. */
  readonly yes?: boolean;
}

const tableAtFirst = Object.fromEntries(table.map((order) => [order.orderId, order]));

let sessions = 0;

/** A new conversation for each attack. */
export const newSession = (): string => {
  sessions += 1;
  return `attack-${sessions}`;
};

/** Carries an attack out; gives each answer that the attacker got. */
export async function attack(
  desk: AttackedDesk,
  model: HostileModel | undefined,
  { turn = {}, moves = [], yes = false }: Attack,
): Promise<readonly Answered[]> {
  model?.setOn(...moves);
  const sessionId = newSession();
  const answers = [await desk.ask({ sessionId, inputText: 'Hello', ...turn })];
  for (;;) {
    const { returnControl } = answers.at(-1) ?? {};
    if (!yes || !returnControl) return answers;
    const { invocationId } = returnControl;
    const returnControlInvocationResults = resultsOf(returnControl, { confirmationState: 'CONFIRM' });
    answers.push(
      await desk.ask({
        sessionId,
        sessionState: { ...identityIn(turn), invocationId, returnControlInvocationResults },
      }),
    );
  }
}

const identityIn = ({ sessionState: { sessionAttributes } = {} }: Turn) =>
  sessionAttributes && { sessionAttributes };

/** Everything that left the agent, and everything that the model was shown. */
export const leaked = (answers: readonly Answered[], model?: HostileModel): string =>
  JSON.stringify([answers.map(({ error, ...rest }) => [rest, error?.message]), model?.shown]);

/**
 * The table is as it was, and nothing of anybody else's was said that the attacker did not say first. `brought` is
 * what the attacker said elsewhere, for example in a document.
 */
export async function expectHarmless(
  desk: AttackedDesk,
  model: HostileModel | undefined,
  given: Attack,
  { rows = tableAtFirst, brought = '' }: { readonly rows?: object; readonly brought?: string } = {},
): Promise<readonly Answered[]> {
  const answers = await attack(desk, model, given);
  expect(foreignIn(leaked(answers, model), JSON.stringify(given) + brought)).toEqual([]);
  await expectRows(desk, rows);
  return answers;
}

/** The table is as it was. Puts it back first, so that an attack that got through fails alone. */
export async function expectRows(desk: AttackedDesk, rows: object = tableAtFirst): Promise<void> {
  const found = await desk.rows();
  if (!isDeepStrictEqual(found, rows)) await desk.reset();
  expect(found).toEqual(rows);
}

/** What the model's tools came back with, as it was last shown. */
export const toolResults = ({ shown }: HostileModel): unknown[] =>
  (shown.at(-1)?.messages ?? []).flatMap(({ content }) =>
    content.flatMap((block) => ('toolResult' in block ? [block.toolResult] : [])),
  );
