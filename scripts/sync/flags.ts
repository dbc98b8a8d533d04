import { stages } from '../../schemas/agent-config';
import type { Flags } from '../cli/command';
import { targetFlags } from '../conversation/flags';

export const syncFlags = {
  ...targetFlags,
  stage: {
    type: 'string',
    value: stages.join('|'),
    description: 'The deployed knowledge base, not the laptop',
  },
  'dry-run': { type: 'boolean', description: 'Only say what would be done' },
  'skip-invalid': {
    type: 'boolean',
    description: 'Leave out files that are refused, and what the bucket has of them as it is',
  },
  'allow-mass-delete': {
    type: 'boolean',
    description: 'Also delete more than 50 documents, or more than 20 % of them',
  },
  watch: { type: 'boolean', description: 'Go on, and synchronize whenever a document changes' },
  verify: {
    type: 'string',
    value: 'QUESTION',
    description: 'Ask the index afterwards; exit 1 if it finds nothing, or on the laptop nothing but chance',
  },
  expect: {
    type: 'string',
    value: 'FILE',
    description: 'With --verify: exit 1 unless this document is among what is found',
  },
} as const satisfies Flags;
