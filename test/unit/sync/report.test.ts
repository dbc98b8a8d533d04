import { exitCodeOf, report, sizeOf } from '../../../scripts/sync/report';
import type { SyncResult } from '../../../scripts/sync/sync-result';

const nothing: SyncResult = {
  dryRun: false,
  plan: { new: [], changed: [], unchanged: 3, deleted: [] },
  findings: [],
  uploaded: { objects: 0, bytes: 0 },
  removed: 0,
  ingestionJob: null,
  failedDocuments: [],
  verified: null,
};
const job = { ingestionJobId: 'JOB0000001', status: 'COMPLETE' } as const;

it('tells of a sync that found nothing to do', () => {
  expect(report(nothing)).toBe(
    [
      'Plan: 0 new, 0 changed, 3 unchanged, 0 deleted',
      '0 objects uploaded (0 B), 0 removed',
      'The index holds this state already: no ingestion job was needed',
    ].join('\n'),
  );
  expect(exitCodeOf(nothing)).toBe(0);
});

it('names what changed, the statistics and every failed document with its reason', () => {
  const result: SyncResult = {
    ...nothing,
    plan: {
      new: Array.from({ length: 25 }, (_, at) => `${at}.md`),
      changed: ['a.md'],
      unchanged: 0,
      deleted: [],
    },
    findings: [
      { file: 'deck.pptx', level: 'refused', reason: 'no type' },
      { file: 'a.txt', level: 'warning', reason: 'ASCII' },
    ],
    uploaded: { objects: 26, bytes: 5 * 1024 * 1024 },
    ingestionJob: {
      ...job,
      statistics: { numberOfDocumentsScanned: 26, numberOfDocumentsFailed: 1 },
      failureReasons: ['One file was damaged', 'It is [Files: s3://b/docs/a.pdf]'],
    },
    failedDocuments: [{ uri: 's3://b/docs/a.pdf', status: 'FAILED', reason: 'damaged' }],
  };
  const text = report(result);
  expect(text).toContain('  new      0.md\n');
  expect(text).toContain('  … and 5 more\n  changed  a.md\n');
  expect(text).toContain('Left out:\n  deck.pptx: no type\nWarnings:\n  a.txt: ASCII\n');
  expect(text).toContain('26 objects uploaded (5.0 MB)');
  expect(text).toContain(
    'Ingestion job JOB0000001: COMPLETE, 26 scanned, 1 failed\n  One file was damaged\n  s3://b/docs/a.pdf: FAILED, damaged',
  );
  expect(exitCodeOf(result)).toBe(1);
});

it.each<[string, Partial<SyncResult>, 0 | 1]>([
  ['a job that is complete', { ingestionJob: job }, 0],
  ['a job that failed', { ingestionJob: { ...job, status: 'FAILED' } }, 1],
  ['a job that was stopped', { ingestionJob: { ...job, status: 'STOPPED' } }, 1],
  ['a failed document', { ingestionJob: { ...job, statistics: { numberOfDocumentsFailed: 1 } } }, 1],
  [
    'a canary that found nothing',
    { verified: { question: 'x', passages: [], lacking: 'Nothing is found' } },
    1,
  ],
  [
    'a canary that found something',
    { verified: { question: 'x', passages: [{ uri: 's3://b/a.md', score: 0.5, text: 'x' }], lacking: null } },
    0,
  ],
  ['a file left out as was asked', { findings: [{ file: 'a', level: 'refused', reason: 'x' }] }, 0],
])('ends after %s with its exit code', (_, result, exitCode) => {
  expect(exitCodeOf({ ...nothing, ...result })).toBe(exitCode);
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [50 * 1024 * 1024, '50.0 MB'],
  [3 * 1024 ** 4, '3072.0 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});
