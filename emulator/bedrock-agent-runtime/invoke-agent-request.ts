import type { InvokeAgentRequest } from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../front-door/operation';
import { notImplemented } from '../front-door/route';

export type CheckedRequest = InvokeAgentRequest & {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly sessionId: string;
};

const id = { pattern: /^[0-9a-zA-Z]+$/, least: 1, most: 10 };
/** The service model's constraints (API reference, InvokeAgent); types and required members are checked before. */
const constraints = {
  agentId: id,
  agentAliasId: id,
  sessionId: { pattern: /^[0-9a-zA-Z._:-]+$/, least: 2, most: 100 },
  memoryId: { pattern: /^[0-9a-zA-Z._:-]+$/, least: 2, most: 100 },
  inputText: { pattern: undefined, least: 0, most: 25_000_000 },
} as const;

/** Throws ValidationException as AWS words it, or 501 for what the emulator does not have. */
export function checkRequest(input: InvokeAgentRequest): CheckedRequest {
  const found = Object.entries(constraints).flatMap(([name, { pattern, least, most }]) => {
    const value = input[name as keyof typeof constraints];
    if (value === undefined) return [];
    const failed = (constraint: string) =>
      `Value ${name === 'inputText' ? '' : `'${value}' `}at '${name}' failed to satisfy constraint: Member must ${constraint}`;
    if (value.length < least) return [failed(`have length greater than or equal to ${least}`)];
    if (value.length > most) return [failed(`have length less than or equal to ${most}`)];
    return pattern && !pattern.test(value)
      ? [failed(`satisfy regular expression pattern: ${pattern.source}`)]
      : [];
  });
  found.push(...smallNumbers(input));
  if (found.length > 0) {
    const count = `${found.length} validation error${found.length > 1 ? 's' : ''} detected`;
    throw new ServiceError('ValidationException', `${count}: ${found.join('; ')}`);
  }
  refuseMissing(input);
  const { agentId = '', agentAliasId = '', sessionId = '' } = input;
  return { ...input, agentId, agentAliasId, sessionId };
}

function smallNumbers({
  streamingConfigurations,
  promptCreationConfigurations,
}: InvokeAgentRequest): string[] {
  const { applyGuardrailInterval } = streamingConfigurations ?? {};
  const { previousConversationTurnsToInclude } = promptCreationConfigurations ?? {};
  const numbers = [
    ['streamingConfigurations.applyGuardrailInterval', applyGuardrailInterval, 1],
    [
      'promptCreationConfigurations.previousConversationTurnsToInclude',
      previousConversationTurnsToInclude,
      0,
    ],
  ] as const;
  return numbers.flatMap(([name, value, least]) => {
    if (value === undefined || (Number.isInteger(value) && value >= least)) return [];
    const must = Number.isInteger(value) ? `have value greater than or equal to ${least}` : 'be an integer';
    return [`Value '${value}' at '${name}' failed to satisfy constraint: Member must ${must}`];
  });
}

function refuseMissing({ memoryId, sessionState }: InvokeAgentRequest): void {
  const { files = [] } = sessionState ?? {};
  const missing = [
    ...(memoryId === undefined ? [] : ['memoryId']),
    ...(files.length > 0 ? ['sessionState.files'] : []),
  ];
  if (missing.length > 0) throw notImplemented(`${missing.join(' and ')} of InvokeAgent`);
}
