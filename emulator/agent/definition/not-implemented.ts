import { type ActionGroup, type AgentVersion, userInputSignature } from './agent';

/** What a version is configured for and the emulator cannot do, each as the object of a sentence. */
export function notImplementedBy({ actionGroups, properties }: AgentVersion): string[] {
  const { OrchestrationType, AgentCollaboration, PromptOverrideConfiguration } = properties;
  const missing = actionGroups.flatMap(ofGroup);
  if (OrchestrationType === 'CUSTOM_ORCHESTRATION') missing.push('custom orchestration');
  if (AgentCollaboration?.startsWith('SUPERVISOR'))
    missing.push(`agent collaboration as ${AgentCollaboration}`);
  for (const prompt of PromptOverrideConfiguration?.PromptConfigurations ?? []) {
    const { PromptType, PromptState, PromptCreationMode, ParserMode } = prompt;
    if (PromptCreationMode !== 'OVERRIDDEN' || PromptState === 'DISABLED') continue;
    if (ParserMode === 'OVERRIDDEN') missing.push(`the parser Lambda of ${PromptType}`);
    if (PromptType === 'POST_PROCESSING') missing.push('post-processing');
  }
  return missing;
}

function ofGroup({ enabled, properties }: ActionGroup): string[] {
  if (!enabled) return [];
  const { ActionGroupName, ParentActionGroupSignature: signature, FunctionSchema } = properties;
  if (signature && signature !== userInputSignature)
    return [`action group ${ActionGroupName} (${signature})`];
  return FunctionSchema ? [`the functionSchema of action group ${ActionGroupName}`] : [];
}
