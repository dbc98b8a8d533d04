import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ReturnControl } from '../../client/events';
import { stateFolder } from '../cli/state-folder';

/**
 * The actions that wait for an answer, so that a later command can give it: the service wants them back word
 * for word, and tells them only once. Readable by their owner alone, since arguments may be personal.
 */
export class PendingActions {
  private readonly file: string;

  constructor(agentId: string, sessionId: string, folder = path.join(stateFolder(), 'pending')) {
    const name = createHash('sha256').update(`${agentId} ${sessionId}`).digest('hex').slice(0, 32);
    this.file = path.join(folder, `${name}.json`);
  }

  read(): ReturnControl | undefined {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as ReturnControl;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(returnControl: ReturnControl): void {
    mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
    writeFileSync(this.file, JSON.stringify(returnControl), { mode: 0o600 });
  }

  clear(): void {
    rmSync(this.file, { force: true });
  }
}
