import { newSession, type Session, withTurn } from '../../../emulator/agent/session/session';
import { sessionsOf } from '../../../emulator/agent/session/sessions';
import { openState } from '../../../emulator/state/state';

it('forgets the sessions that nobody came back to, and no others', async () => {
  const time = { at: 0 };
  const state = await openState();
  const { open } = sessionsOf({ state, clock: { now: () => time.at } });
  const use = async (sessionId: string, ttl: number) => {
    const { save, release } = await open({ agentId: 'A', agentAliasId: 'B', sessionId }, ttl);
    await save(newSession);
    release();
  };
  await use('brief', 60);
  await use('long', 3600);
  time.at = 120_000;
  await use('another', 60);
  const kept: string[] = [];
  for await (const [key] of state.collection('agent-sessions').list()) kept.push(key);
  expect(kept).toEqual(['A/B/another', 'A/B/long']);
  await state.close();
});

it('keeps the last 25 turns of a conversation without end', () => {
  const said = (text: string) => [{ role: 'user' as const, content: [{ text }] }];
  let session: Session = newSession;
  for (let turn = 1; turn <= 30; turn++) session = withTurn(session, said(String(turn)));
  expect(session.turns).toEqual(Array.from({ length: 25 }, (_, index) => said(String(index + 6))));
});
