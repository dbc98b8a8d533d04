import { ServiceError } from '../../front-door/operation';
import { hasNoRoom } from '../../state/no-room';
import type { DocumentError } from '../parsing/parsed-document';

/** API reference, IngestionJob: characters of a failure reason, and reasons of a job. */
const longestReason = 2048;
const mostReasons = 2048;

/** Characters of a reason that stand around its words and its files, a long number among them. */
const around = 40;

/** Documents that one failure reason names. */
interface Named {
  readonly uris: string[];
  /** Characters that are left. */
  room: number;
  text: string;
}

/** What went wrong in a job, by reason and in Bedrock's manner of speaking. Every document is named. */
export class Failures {
  private readonly byReason = new Map<string, Named[]>();

  add(uri: string, error: DocumentError): void {
    const { status } = error;
    const reason = error.reason.slice(0, longestReason / 4);
    const opening = `Encountered error: ${status === 'IGNORED' ? 'Ignored' : 'Failed to ingest'}`;
    const lists = this.byReason.get(`${opening} ${reason}`) ?? [];
    this.byReason.set(`${opening} ${reason}`, lists);
    const size = uri.length + ', '.length;
    let named = lists.at(-1);
    if (!named || named.room < size) {
      named = { uris: [], room: longestReason - opening.length - reason.length - around, text: '' };
      lists.push(named);
    }
    named.uris.push(uri);
    named.room -= size;
    named.text = `${opening} ${named.uris.length} files ${reason}. [Files: ${named.uris.join(', ')}].`;
  }

  get reasons(): string[] {
    return [...this.byReason.values()]
      .flatMap((lists) => lists.map(({ text }) => text))
      .slice(0, mostReasons);
  }
}

/** The same for one document. */
export const statusReasonOf = ({ status, reason }: DocumentError): string =>
  `${status === 'IGNORED' ? 'Ignored' : 'Failed to ingest'} 1 files ${reason}.`;

/**
 * Why a whole job failed. What AWS would say itself is told as it is; what the machine or a bug says is told by its
 * kind alone, since it names files of the machine.
 */
export function jobReasonOf(error: unknown): string {
  if (error instanceof ServiceError) return error.message;
  const { code, name } = error as Error & { readonly code?: string };
  if (hasNoRoom(error)) return 'what was ingested could not be written: there is no space left on the disk';
  return `the emulator failed with ${code ?? name}, its log says more`;
}
