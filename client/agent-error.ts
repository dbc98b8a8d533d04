import { type ErrorRule, rules } from './error-rules';

export interface AgentErrorProps {
  /** Stable, in capitals. */
  readonly code: string;
  readonly message: string;
  /** What to change, or the next command. */
  readonly hint: string;
  /** Whether the same request may succeed in a moment, and certainly did nothing so far. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Why a turn with an agent failed, in words that somebody can act on. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: string;
  readonly hint: string;
  readonly retryable: boolean;

  constructor({ code, message, hint, retryable = false, cause }: AgentErrorProps) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
  }
}

/** The SDK's errors, from before the stream and within it, by what they mean to whoever runs the agent. */
export function toAgentError(error: unknown): AgentError {
  if (error instanceof AgentError) return error;
  const { name, message, code, resourceName } = describe(error);
  const rule = rules.find((candidate) => matches(candidate, name, message, code));
  const said = [name === 'Error' ? code : name, message].filter(Boolean).join(': ');
  const where = resourceName ? ` [${resourceName}]` : '';
  return new AgentError({
    code: rule?.code ?? 'AGENT_FAILED',
    message: `${rule?.summary ?? 'The agent failed'}${where} (${said})`,
    hint: rule?.hint ?? 'npm run -s invoke-agent -- --trace shows the steps up to the failure',
    retryable: rule?.retryable,
    cause: error,
  });
}

function describe(error: unknown) {
  const given = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as {
    name?: string;
    message?: string;
    code?: string;
    resourceName?: string;
    errors?: unknown[];
  };
  // Node tries a name's addresses in turn and then throws an AggregateError without a message.
  const first = given.errors?.[0] as { message?: string } | undefined;
  return {
    name: given.name ?? 'Error',
    message: given.message || first?.message || '',
    code: typeof given.code === 'string' ? given.code : '',
    resourceName: given.resourceName,
  };
}

const matches = (rule: ErrorRule, name: string, message: string, code: string): boolean =>
  (rule.name?.test(name) ?? true) &&
  (rule.message?.test(message) ?? true) &&
  (rule.nodeCode?.test(code) ?? true);
