import type { AgentTarget } from '../../client/agent-target';

/** What the alias says that its agent is made of, in its description; null when it does not, or nobody may ask. */
export async function fingerprintOf({ agentId, agentAliasId, client }: AgentTarget): Promise<string | null> {
  const { BedrockAgentClient, GetAgentAliasCommand } = await import('@aws-sdk/client-bedrock-agent');
  const endpoint = client.endpoint?.toString().replace(/\/bedrock-agent-runtime$/, '/bedrock-agent');
  const agents = new BedrockAgentClient({ ...client, ...(endpoint && { endpoint }), maxAttempts: 1 });
  try {
    const { agentAlias } = await agents.send(new GetAgentAliasCommand({ agentId, agentAliasId }));
    return /sha256:[0-9a-f]+/.exec(agentAlias?.description ?? '')?.[0] ?? null;
  } catch {
    return null;
  } finally {
    agents.destroy();
  }
}
