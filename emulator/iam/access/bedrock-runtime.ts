import type { ApplyGuardrailRequest } from '@aws-sdk/client-bedrock-runtime';
import type { bedrockRuntimeCoverage } from '../../bedrock-runtime/coverage';
import { type AccessScope, type AccessTable, arnIn } from './access-table';

export const bedrockRuntimeAccess: AccessTable<keyof typeof bedrockRuntimeCoverage.fidelity> = {
  ApplyGuardrail: ({ guardrailIdentifier = '' }: ApplyGuardrailRequest, { app }: AccessScope) => [
    {
      action: 'bedrock:ApplyGuardrail',
      resource: guardrailIdentifier.startsWith('arn:')
        ? guardrailIdentifier
        : arnIn(app, 'bedrock', `guardrail/${guardrailIdentifier}`),
    },
  ],
};
