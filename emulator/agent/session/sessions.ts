import { ServiceError } from '../../front-door/operation';
import type { Services } from '../../services';
import { newSession, type Session } from './session';

interface Kept {
  readonly session: Session;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface OpenSession {
  readonly session: Session;
  save(session: Session): Promise<void>;
  /** Forgets the session (endSession). */
  end(): Promise<void>;
  /** Lets the next turn in. */
  release(): void;
}

export interface Sessions {
  /**
   * The session, or a new one if there is none or it was idle for too long. Throws ConflictException while
   * another turn has it: AWS documents no rule for two turns at once, and two would write over one another.
   */
  open(key: SessionKey, idleSessionTtlInSeconds: number): Promise<OpenSession>;
}

export interface SessionKey {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly sessionId: string;
}

const sweepEveryMs = 60_000;

const opened = new WeakMap<Services['state'], Sessions>();

/** The agents' sessions, kept over restarts until they expire; the same ones when the app changes. */
export function sessionsOf(services: Pick<Services, 'state' | 'clock'>): Sessions {
  const sessions = opened.get(services.state) ?? createSessions(services);
  opened.set(services.state, sessions);
  return sessions;
}

function createSessions({ state, clock }: Pick<Services, 'state' | 'clock'>): Sessions {
  const kept = state.collection<Kept>('agent-sessions');
  const busy = new Set<string>();
  let sweptAt = clock.now();

  async function sweep(): Promise<void> {
    const now = clock.now();
    if (now - sweptAt < sweepEveryMs) return;
    sweptAt = now;
    for await (const [key, { expiresAt }] of kept.list()) {
      if (expiresAt <= now && !busy.has(key)) await kept.delete(key);
    }
  }

  return {
    async open({ agentId, agentAliasId, sessionId }, idleSessionTtlInSeconds) {
      const key = `${agentId}/${agentAliasId}/${sessionId}`;
      if (busy.has(key)) {
        throw new ServiceError(
          'ConflictException',
          `Session ${sessionId} has a turn under way. Wait for its end, or use another sessionId.`,
        );
      }
      busy.add(key);
      try {
        await sweep();
        const found = await kept.get(key);
        const alive = found && found.expiresAt > clock.now();
        return {
          session: alive ? found.session : newSession,
          save: (session) =>
            kept.put(key, { session, expiresAt: clock.now() + idleSessionTtlInSeconds * 1000 }),
          end: () => kept.delete(key),
          release: () => busy.delete(key),
        };
      } catch (error) {
        busy.delete(key);
        throw error;
      }
    },
  };
}
