import * as agent from '@aws-sdk/client-bedrock-agent';
import * as runtime from '@aws-sdk/client-bedrock-agent-runtime';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';

export interface Constraint {
  readonly pattern?: RegExp;
  /** Valid values. */
  readonly values?: readonly string[];
  /** Least and most characters of a string, or items of a list. */
  readonly length?: readonly [least: number, most: number];
  /** Least and most of a number. */
  readonly range?: readonly [least: number, most: number];
  /** Of each item of a list. */
  readonly items?: Constraint;
}

const oneOf = (values: Readonly<Record<string, string>>): Constraint => ({ values: Object.values(values) });

const id: Constraint = { pattern: /^[0-9a-zA-Z]{10}$/ };
const name: Constraint = { pattern: /^([0-9a-zA-Z][_-]?){1,100}$/ };
const version: Constraint = { pattern: /^(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})$/, length: [1, 5] };
const description: Constraint = { length: [1, 200] };
const agentArn: Constraint = {
  pattern: /^arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent\/[0-9a-zA-Z]{10}$/,
  length: [0, 2048],
};
const aliasArn: Constraint = {
  pattern: /^arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias\/[0-9a-zA-Z]{10}\/[0-9a-zA-Z]{10}$/,
  length: [0, 2048],
};
const roleArn: Constraint = { pattern: /^arn:aws(-[^:]+)?:iam::([0-9]{12})?:role\/.+$/, length: [0, 2048] };
const aliasId: Constraint = { pattern: /^(\bTSTALIASID\b|[0-9a-zA-Z]+)$/, length: [10, 10] };
const agentStatus = oneOf(agent.AgentStatus);
const aliasStatus = oneOf(agent.AgentAliasStatus);
const groupState = oneOf(agent.ActionGroupState);
/** Lists of summaries and a history have so many members in the API reference. */
const tenAtMost: Constraint = { length: [0, 10] };
const failureReasons: Constraint = { length: [0, 2048], items: { length: [0, 2048] } };
const sessionId: Constraint = { pattern: /^[0-9a-zA-Z._:-]+$/, length: [2, 100] };
const nextToken: Constraint = { pattern: /^\S*$/, length: [1, 2048] };
const position: Constraint = { range: [0, Number.MAX_SAFE_INTEGER] };
const jobStatus = oneOf(agent.IngestionJobStatus);
const tableName: Constraint = { pattern: /^[a-zA-Z0-9_.-]+$/, length: [3, 255] };

/**
 * Constraints by structure and member. No npm package has a model with patterns and lengths of Bedrock's services,
 * so these are taken by hand from the pages of AWS's API reference that carry the structures' names
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_Agent.html and so on); valid values come from the SDK
 * packages. Left out on purpose: traceId, whose 2 to 16 characters AWS's own traces exceed.
 */
export const constraints: Readonly<Record<string, Constraint>> = {
  'Agent.agentArn': agentArn,
  'Agent.agentId': id,
  'Agent.agentName': name,
  'Agent.agentResourceRoleArn': roleArn,
  'Agent.agentStatus': agentStatus,
  'Agent.agentVersion': { pattern: /^DRAFT$/, length: [5, 5] },
  'Agent.description': description,
  'Agent.orchestrationType': oneOf(agent.OrchestrationType),
  'AgentSummary.agentId': id,
  'AgentSummary.agentName': name,
  'AgentSummary.agentStatus': agentStatus,
  'AgentSummary.latestAgentVersion': version,
  'AgentSummary.description': description,
  'ListAgentsResponse.agentSummaries': tenAtMost,
  'AgentVersion.agentArn': agentArn,
  'AgentVersion.agentId': id,
  'AgentVersion.agentName': name,
  'AgentVersion.agentResourceRoleArn': roleArn,
  'AgentVersion.agentStatus': agentStatus,
  'AgentVersion.version': { pattern: /^[0-9]{1,5}$/ },
  'AgentVersionSummary.agentName': name,
  'AgentVersionSummary.agentStatus': agentStatus,
  'AgentVersionSummary.agentVersion': version,
  'ListAgentVersionsResponse.agentVersionSummaries': tenAtMost,
  'AgentAlias.agentId': id,
  'AgentAlias.agentAliasId': aliasId,
  'AgentAlias.agentAliasName': name,
  'AgentAlias.agentAliasArn': aliasArn,
  'AgentAlias.agentAliasStatus': aliasStatus,
  'AgentAlias.routingConfiguration': { length: [0, 1] },
  'AgentAlias.agentAliasHistoryEvents': tenAtMost,
  'AgentAlias.aliasInvocationState': oneOf(agent.AliasInvocationState),
  'AgentAliasHistoryEvent.routingConfiguration': { length: [0, 1] },
  'AgentAliasRoutingConfigurationListItem.agentVersion': version,
  'AgentAliasSummary.agentAliasId': aliasId,
  'AgentAliasSummary.agentAliasName': name,
  'AgentAliasSummary.agentAliasStatus': aliasStatus,
  'AgentAliasSummary.routingConfiguration': { length: [0, 1] },
  'ListAgentAliasesResponse.agentAliasSummaries': tenAtMost,
  'ActionGroupSummary.actionGroupId': id,
  'ActionGroupSummary.actionGroupName': name,
  'ActionGroupSummary.actionGroupState': groupState,
  'ListAgentActionGroupsResponse.actionGroupSummaries': tenAtMost,
  'AgentActionGroup.actionGroupId': id,
  'AgentActionGroup.actionGroupName': name,
  'AgentActionGroup.actionGroupState': groupState,
  'AgentActionGroup.agentId': id,
  'AgentActionGroup.agentVersion': version,
  'AgentActionGroup.parentActionSignature': oneOf(agent.ActionGroupSignature),
  'PromptConfiguration.promptType': oneOf(agent.PromptType),
  'PromptConfiguration.promptState': oneOf(agent.PromptState),
  'PromptConfiguration.promptCreationMode': oneOf(agent.CreationMode),
  'PrepareAgentResponse.agentId': id,
  'PrepareAgentResponse.agentStatus': agentStatus,
  'PrepareAgentResponse.agentVersion': version,

  'KnowledgeBase.knowledgeBaseId': id,
  'KnowledgeBase.knowledgeBaseArn': {
    pattern: /^arn:aws(|-cn|-us-gov):bedrock:[a-zA-Z0-9-]*:[0-9]{12}:knowledge-base\/[0-9a-zA-Z]+$/,
    length: [0, 128],
  },
  'KnowledgeBase.name': name,
  'KnowledgeBase.description': description,
  'KnowledgeBase.roleArn': roleArn,
  'KnowledgeBase.status': oneOf(agent.KnowledgeBaseStatus),
  'KnowledgeBaseConfiguration.type': oneOf(agent.KnowledgeBaseType),
  'VectorKnowledgeBaseConfiguration.embeddingModelArn': { length: [20, 2048] },
  'BedrockEmbeddingModelConfiguration.dimensions': { range: [0, 4096] },
  'StorageConfiguration.type': oneOf(agent.KnowledgeBaseStorageType),
  'KnowledgeBaseSummary.knowledgeBaseId': id,
  'KnowledgeBaseSummary.name': name,
  'KnowledgeBaseSummary.description': description,
  'KnowledgeBaseSummary.status': oneOf(agent.KnowledgeBaseStatus),
  'DataSource.knowledgeBaseId': id,
  'DataSource.dataSourceId': id,
  'DataSource.name': name,
  'DataSource.status': oneOf(agent.DataSourceStatus),
  'DataSource.dataDeletionPolicy': oneOf(agent.DataDeletionPolicy),
  'DataSourceConfiguration.type': oneOf(agent.DataSourceType),
  'S3DataSourceConfiguration.bucketArn': {
    pattern: /^arn:aws(|-cn|-us-gov):s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    length: [1, 2048],
  },
  'S3DataSourceConfiguration.inclusionPrefixes': { length: [1, 1], items: { length: [1, 300] } },
  'ChunkingConfiguration.chunkingStrategy': oneOf(agent.ChunkingStrategy),
  'FixedSizeChunkingConfiguration.maxTokens': { range: [1, Number.MAX_SAFE_INTEGER] },
  'FixedSizeChunkingConfiguration.overlapPercentage': { range: [1, 99] },
  'DataSourceSummary.knowledgeBaseId': id,
  'DataSourceSummary.dataSourceId': id,
  'DataSourceSummary.name': name,
  'DataSourceSummary.status': oneOf(agent.DataSourceStatus),
  'ListDataSourcesResponse.nextToken': nextToken,
  'IngestionJob.knowledgeBaseId': id,
  'IngestionJob.dataSourceId': id,
  'IngestionJob.ingestionJobId': id,
  'IngestionJob.description': description,
  'IngestionJob.status': jobStatus,
  'IngestionJob.failureReasons': failureReasons,
  'IngestionJobSummary.knowledgeBaseId': id,
  'IngestionJobSummary.dataSourceId': id,
  'IngestionJobSummary.ingestionJobId': id,
  'IngestionJobSummary.description': description,
  'IngestionJobSummary.status': jobStatus,
  'ListIngestionJobsResponse.nextToken': nextToken,
  'KnowledgeBaseDocumentDetail.knowledgeBaseId': id,
  'KnowledgeBaseDocumentDetail.dataSourceId': id,
  'KnowledgeBaseDocumentDetail.status': oneOf(agent.DocumentStatus),
  'DocumentIdentifier.dataSourceType': oneOf(agent.ContentDataSourceType),
  'S3Location.uri': { pattern: /^s3:\/\/.{1,128}/, length: [1, 2048] },
  'CustomDocumentIdentifier.id': { length: [1, 2048] },

  'RetrievalResultContent.type': oneOf(runtime.RetrievalResultContentType),
  'RetrievalResultLocation.type': oneOf(runtime.RetrievalResultLocationType),
  'RetrieveAndGenerateResponse.sessionId': sessionId,
  'RetrieveAndGenerateStreamResponse.sessionId': sessionId,
  'Span.start': position,
  'Span.end': position,

  'InvokeAgentResponse.sessionId': sessionId,
  'TracePart.agentAliasId': { pattern: /^[0-9a-zA-Z]+$/, length: [0, 10] },
  'TracePart.agentId': { pattern: /^[0-9a-zA-Z]+$/, length: [0, 10] },
  'TracePart.agentVersion': version,
  'TracePart.sessionId': sessionId,
  'ModelInvocationInput.type': oneOf(runtime.PromptType),
  'InvocationInput.invocationType': oneOf(runtime.InvocationType),
  'ActionGroupInvocationInput.executionType': oneOf(runtime.ExecutionType),
  'Observation.type': oneOf(runtime.Type),
  'RepromptResponse.source': oneOf(runtime.Source),
  'ReturnControlPayload.invocationInputs': { length: [1, 5] },
  'ApiInvocationInput.actionInvocationType': oneOf(runtime.ActionInvocationType),

  'Stack.StackName': { pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/, length: [1, 128] },
  'Stack.StackStatus': oneOf(cloudformation.StackStatus),
  'Stack.Tags': { length: [0, 50] },
  'StackResourceSummary.ResourceStatus': oneOf(cloudformation.ResourceStatus),
  'StackResourceSummary.ResourceType': { length: [1, 256] },

  'GetCallerIdentityResponse.Account': { pattern: /^\d{12}$/ },
  'GetCallerIdentityResponse.Arn': { length: [20, 2048] },
  'GetCallerIdentityResponse.UserId': { length: [1, 128] },

  'InvocationResponse.StatusCode': { range: [100, 599] },
  'InvocationResponse.ExecutedVersion': { pattern: /^(\$LATEST|[0-9]+)$/, length: [1, 1024] },

  'TableDescription.TableName': tableName,
  'TableDescription.TableStatus': oneOf(dynamodb.TableStatus),
  'TableDescription.KeySchema': { length: [1, 2] },
  'TableDescription.ItemCount': { range: [0, Number.MAX_SAFE_INTEGER] },
  'KeySchemaElement.AttributeName': { length: [1, 255] },
  'KeySchemaElement.KeyType': oneOf(dynamodb.KeyType),
  'AttributeDefinition.AttributeType': oneOf(dynamodb.ScalarAttributeType),
  'GlobalSecondaryIndexDescription.IndexName': tableName,
  'GlobalSecondaryIndexDescription.IndexStatus': oneOf(dynamodb.IndexStatus),
  'Projection.ProjectionType': oneOf(dynamodb.ProjectionType),
  'BillingModeSummary.BillingMode': oneOf(dynamodb.BillingMode),
  'TimeToLiveDescription.TimeToLiveStatus': oneOf(dynamodb.TimeToLiveStatus),
  'ContinuousBackupsDescription.ContinuousBackupsStatus': oneOf(dynamodb.ContinuousBackupsStatus),
  'PointInTimeRecoveryDescription.PointInTimeRecoveryStatus': oneOf(dynamodb.PointInTimeRecoveryStatus),
};
