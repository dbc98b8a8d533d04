import { randomBytes } from 'node:crypto';
import type { Clock } from '../services';

/** Temporary credentials, and for whom. Policies are kept as they were given and read with the app of each request. */
export type SessionRecord = {
  /** Milliseconds since 1970; without it as long as the emulator runs. */
  readonly expiresAt?: number;
  /** Documents as JSON. */
  readonly policy?: string;
  readonly policyArns?: readonly string[];
} & (
  | { readonly type: 'role'; readonly roleArn: string; readonly sessionName: string }
  | { readonly type: 'federated'; readonly name: string }
);

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Who is behind the temporary credentials that the emulator gave out. They end with the emulator. */
export class Sessions {
  private readonly known = new Map<string, SessionRecord>();

  constructor(private readonly clock: Clock) {}

  issue(session: SessionRecord): Credentials {
    const accessKeyId = `ASIA${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('')}`;
    this.known.set(accessKeyId, session);
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
    };
  }

  revoke(accessKeyId: string): void {
    this.known.delete(accessKeyId);
  }

  find(accessKeyId: string): SessionRecord | 'expired' | undefined {
    const session = this.known.get(accessKeyId);
    const isOver = session?.expiresAt !== undefined && session.expiresAt <= this.clock.now();
    return isOver ? 'expired' : session;
  }
}

/** Long-term keys begin with AKIA, temporary ones with ASIA (IAM user guide, "Unique identifiers"). */
export const isTemporary = (accessKeyId: string): boolean => accessKeyId.startsWith('ASIA');
