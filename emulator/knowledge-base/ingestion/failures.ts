import type { DocumentError } from '../parsing/parsed-document';

/** Documents that are named for one reason; their number is always true. */
const named = 100;

/** What went wrong in a job, by reason and in Bedrock's manner of speaking. */
export class Failures {
  private readonly documents = new Map<string, string[]>();

  add(uri: string, { status, reason }: DocumentError): void {
    const key = `${status} ${reason}`;
    this.documents.set(key, [...(this.documents.get(key) ?? []), uri]);
  }

  get reasons(): string[] {
    return [...this.documents].map(([key, uris]) => {
      const [status = ''] = key.split(' ', 1);
      const verb = status === 'IGNORED' ? 'Ignored' : 'Failed to ingest';
      const more = uris.length > named ? `, and ${uris.length - named} more` : '';
      const files = `[Files: ${uris.slice(0, named).join(', ')}${more}]`;
      return `Encountered error: ${verb} ${uris.length} files ${key.slice(status.length + 1)}. ${files}.`;
    });
  }
}

/** The same for one document. */
export const statusReasonOf = ({ status, reason }: DocumentError): string =>
  `${status === 'IGNORED' ? 'Ignored' : 'Failed to ingest'} 1 files ${reason}.`;
