import { ServiceError } from '../front-door/operation';

/** Requests that are remembered; AWS remembers them for minutes. */
const remembered = 1000;

/** API reference, IngestKnowledgeBaseDocuments: 33 to 256 letters and digits, with dashes between. */
const form = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/;

/** Throws ValidationException. */
export function checkClientToken(clientToken: string | undefined): void {
  if (clientToken === undefined) return;
  if (clientToken.length >= 33 && clientToken.length <= 256 && form.test(clientToken)) return;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${clientToken}' at 'clientToken' failed to satisfy constraint: Member must have 33 to 256 letters, digits and dashes`,
  );
}

/** Requests by their client token: one that comes again is not carried out again, and gets the same answer. */
export class ClientTokens {
  private readonly answers = new Map<string, Promise<unknown>>();

  /** Does the work unless it was done for this token. Throws ValidationException for one that cannot be. */
  once<Answer>(operation: string, clientToken: string | undefined, work: () => Promise<Answer>) {
    checkClientToken(clientToken);
    if (clientToken === undefined) return work();
    const key = `${operation} ${clientToken}`;
    const before = this.answers.get(key) as Promise<Answer> | undefined;
    if (before) return before;
    const answer = work();
    this.answers.set(key, answer);
    // What failed may be tried again.
    answer.catch(() => this.answers.delete(key));
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= remembered) break;
      this.answers.delete(oldest);
    }
    return answer;
  }
}
