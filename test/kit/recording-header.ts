import type { RecorderProps } from '../../recording/recorder';

/** The first line of a recording that a test makes. */
export const recordingHeader: RecorderProps['header'] = {
  origin: 'recorded',
  source: 'a test',
  scenario: null,
  recordedAt: '2026-11-21T07:40:00.000Z',
  place: 'laptop',
  region: 'us-east-1',
  agent: { agentId: 'AGENT12345', agentAliasId: 'ALIAS12345', agentVersion: null },
  fingerprint: null,
  volatile: [],
};
