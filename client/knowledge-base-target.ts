import { AgentError } from './agent-error';
import { type ClientConfig, describeStacks, emulatorAccess } from './agent-target';

/** A knowledge base with its only data source, and how to reach them. */
export interface KnowledgeBaseTarget {
  readonly knowledgeBaseId: string;
  readonly dataSourceId: string;
  /** The name of the bucket of its documents. */
  readonly documentsBucket: string;
  /** What the client of a service is made with. */
  clientConfig(service: 's3' | 'bedrock-agent' | 'bedrock-agent-runtime'): ClientConfig;
}

export type KnowledgeBaseSource =
  /** On AWS: the stack whose outputs name the knowledge base. */
  | { readonly stackName: string; readonly region?: string; readonly profile?: string }
  /** A running emulator that holds this stack. */
  | { readonly stackName: string; readonly endpoint: string };

const outputs = ['KnowledgeBaseId', 'DataSourceId', 'DocumentsBucket'] as const;

/** Where a knowledge base is, by the outputs KnowledgeBaseId, DataSourceId and DocumentsBucket of its stack. */
export async function resolveKnowledgeBase(source: KnowledgeBaseSource): Promise<KnowledgeBaseTarget> {
  const { stackName } = source;
  const at = 'endpoint' in source ? emulatorAt(source.endpoint) : () => accessOf(source);
  const [stack] = await describeStacks(at('cloudformation'), stackName);
  const found = new Map(stack?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const [knowledgeBaseId, dataSourceId, documentsBucket] = outputs.map((key) => found.get(key));
  if (!knowledgeBaseId || !dataSourceId || !documentsBucket) {
    throw new AgentError({
      code: 'NO_KNOWLEDGE_BASE',
      message: `The stack ${stackName} (${stack?.StackStatus}) lacks one of the outputs ${outputs.join(', ')}`,
      hint: 'Wait until its deployment is complete, or deploy it again',
    });
  }
  return { knowledgeBaseId, dataSourceId, documentsBucket, clientConfig: at };
}

const emulatorAt = (endpoint: string) => {
  const base = endpoint.replace(/\/+$/, '');
  return (service: string): ClientConfig => ({ ...emulatorAccess, endpoint: `${base}/${service}` });
};

const accessOf = (source: { readonly region?: string; readonly profile?: string }): ClientConfig => ({
  ...(source.region && { region: source.region }),
  ...(source.profile && { profile: source.profile }),
});
