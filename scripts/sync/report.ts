import type { Change } from './bucket/plan';
import type { Finding } from './content/finding';
import { isDone, type SyncResult } from './sync-result';

/** How many documents a report names of each kind; `--json` has all. */
const named = 20;
/** In characters. */
const longestPassage = 240;

export const describeCounts = (counts: Readonly<Record<Change, number>>): string =>
  `Plan: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.deleted} deleted`;

export const describeFindings = (findings: readonly Finding[]): string =>
  findings.map(({ file, reason }) => `  ${file}: ${reason}`).join('\n');

/** A sync for people. */
export function report(result: SyncResult): string {
  const { plan, findings, dryRun, uploaded, removed } = result;
  const counts = {
    new: plan.new.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged,
    deleted: plan.deleted.length,
  };
  const refused = findings.filter(({ level }) => level === 'refused');
  const warnings = findings.filter(({ level }) => level === 'warning');
  return [
    describeCounts(counts),
    ...(['new', 'changed', 'deleted'] as const).flatMap((change) => listOf(change, plan[change])),
    ...(refused.length > 0 ? ['Left out:', describeFindings(refused)] : []),
    ...(warnings.length > 0 ? ['Warnings:', describeFindings(warnings)] : []),
    ...(dryRun
      ? ['Nothing was done: --dry-run']
      : [`${uploaded.objects} objects uploaded (${sizeOf(uploaded.bytes)}), ${removed} removed`]),
    ...(dryRun ? [] : ingestionLines(result)),
    ...verifyLines(result),
  ].join('\n');
}

function listOf(change: Change, files: readonly string[]): string[] {
  const more = files.length > named ? [`  … and ${files.length - named} more`] : [];
  return [...files.slice(0, named).map((file) => `  ${change.padEnd(8)} ${file}`), ...more];
}

function ingestionLines({ ingestionJob, failedDocuments }: SyncResult): string[] {
  if (!ingestionJob) return ['The index holds this state already: no ingestion job was needed'];
  const { ingestionJobId, status, statistics = {} } = ingestionJob;
  const numbers = [
    [statistics.numberOfDocumentsScanned, 'scanned'],
    [statistics.numberOfNewDocumentsIndexed, 'new'],
    [statistics.numberOfModifiedDocumentsIndexed, 'changed'],
    [statistics.numberOfDocumentsDeleted, 'deleted'],
    [statistics.numberOfMetadataDocumentsModified, 'metadata changed'],
    [statistics.numberOfDocumentsSkipped, 'skipped'],
    [statistics.numberOfDocumentsFailed, 'failed'],
  ].flatMap(([number, what]) => (number === undefined ? [] : [`${number} ${what}`]));
  return [
    `Ingestion job ${ingestionJobId}: ${status}${numbers.length > 0 ? `, ${numbers.join(', ')}` : ''}`,
    ...failureLines(ingestionJob, failedDocuments),
  ];
}

/** What a job could not do, a line each; a document's own line stands for what the job says of it. */
export function failureLines(
  ingestionJob: SyncResult['ingestionJob'],
  failedDocuments: SyncResult['failedDocuments'],
): string[] {
  const { failureReasons = [] } = ingestionJob ?? {};
  const isOwn = (reason: string) => failedDocuments.some(({ uri }) => reason.includes(uri));
  return [
    ...failureReasons.filter((reason) => !isOwn(reason)).map((reason) => `  ${reason}`),
    ...failedDocuments.map(({ uri, status, reason }) => `  ${uri}: ${status}, ${reason}`),
  ];
}

function verifyLines({ verified }: SyncResult): string[] {
  if (!verified) return [];
  const { question, passages, lacking, expected } = verified;
  if (lacking !== null && passages.length === 0) return [lacking];
  return [
    `Found for ${JSON.stringify(question)}:`,
    ...passages.map(({ uri, score, text }) => {
      const line = text.replace(/\s+/g, ' ').trim();
      const cut = line.length > longestPassage ? `${line.slice(0, longestPassage)}…` : line;
      return `  ${score === null ? '' : `${score.toFixed(3)} `}${uri}\n    ${cut}`;
    }),
    ...(lacking !== null ? [lacking] : expected === undefined ? [unjudged] : []),
  ];
}

const unjudged =
  'Whether they answer it is yours to judge: --expect FILE fails unless that document is found';

const units = ['B', 'KB', 'MB', 'GB'];

export function sizeOf(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** 1 when something is missing in the index, or the canary found nothing. */
export const exitCodeOf = (result: SyncResult): 0 | 1 => (isDone(result) ? 0 : 1);
