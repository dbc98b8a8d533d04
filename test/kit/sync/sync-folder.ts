import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { DocumentBucket } from '../../../scripts/sync/bucket/document-bucket';
import type { IngestionJobs } from '../../../scripts/sync/ingestion/jobs';
import { silent } from '../../../scripts/sync/sync-observer';
import { type SyncProps, syncOnce } from '../../../scripts/sync/sync-once';
import { prefix } from './memory-bucket';

export interface SyncFolder {
  readonly path: string;
  /** Makes the folder hold these files and no others. */
  fill(files: Readonly<Record<string, string | Buffer>>): void;
  remove(): void;
}

export function syncFolder(): SyncFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'sync-'));
  return {
    path: folder,
    fill(files) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A sync with everything allowed, that waits for nothing; `said` collects what it tells people. */
export function sync(
  folder: SyncFolder,
  bucket: DocumentBucket,
  jobs: IngestionJobs,
  props: Partial<SyncProps> & { readonly said?: string[] } = {},
) {
  let now = 0;
  return syncOnce({
    folder: folder.path,
    prefix,
    bucket,
    jobs,
    dataSourceId: 'SOURCE0001',
    dryRun: false,
    skipInvalid: false,
    allowMassDelete: true,
    signal: new AbortController().signal,
    waiting: {
      now: () => now,
      async sleep(ms) {
        now += ms;
      },
    },
    observer: {
      ...silent,
      say: (text) => void props.said?.push(text),
    },
    ...props,
  });
}
