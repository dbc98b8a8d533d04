import type {
  ActionGroupInvocationInput,
  Metadata,
  OrchestrationTrace,
  RetrievedReference,
  Trace,
  TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import type { Clock } from '../../services';
import { failureTold } from '../../state/no-room';
import { argumentsOf } from '../action-group/arguments';
import type { Operation } from '../definition/operations';

/** What every trace of a turn carries. */
export interface TraceOrigin {
  readonly agentId: string;
  readonly agentAliasId: string;
  readonly agentAliasArn: string;
  readonly agentVersion: string;
  readonly sessionId: string;
}

export function tracePart(
  { agentAliasArn, agentId, agentAliasId, agentVersion, sessionId }: TraceOrigin,
  trace: Trace,
  at: number,
): TracePart {
  return {
    agentId,
    agentAliasId,
    agentVersion,
    callerChain: [{ agentAliasArn }],
    eventTime: new Date(at),
    sessionId,
    trace,
  };
}

export const orchestration = (orchestrationTrace: OrchestrationTrace): Trace => ({ orchestrationTrace });

/** How long something took that began at `start` and has just ended. */
export function timing(start: number, clock: Clock): Metadata {
  const end = clock.now();
  return { startTime: new Date(start), endTime: new Date(end), totalTimeMs: end - start };
}

/** Recorded traces name the verb in lower case, as the API schema does. */
export function invocationInput(
  traceId: string,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  execution: Pick<ActionGroupInvocationInput, 'executionType' | 'invocationId'>,
): Trace {
  const { parameters, properties } = argumentsOf(operation, input);
  const { actionGroup, apiPath, httpMethod, contentType } = operation;
  return orchestration({
    invocationInput: {
      traceId,
      invocationType: 'ACTION_GROUP',
      actionGroupInvocationInput: {
        actionGroupName: actionGroup,
        apiPath,
        verb: httpMethod,
        ...(parameters.length > 0 && { parameters: [...parameters] }),
        ...(contentType !== undefined &&
          properties.length > 0 && { requestBody: { content: { [contentType]: [...properties] } } }),
        ...execution,
      },
    },
  });
}

export const actionGroupObservation = (traceId: string, text: string, metadata?: Metadata): Trace =>
  orchestration({
    observation: {
      traceId,
      type: 'ACTION_GROUP',
      actionGroupInvocationOutput: { text, ...(metadata && { metadata }) },
    },
  });

export const knowledgeBaseInput = (traceId: string, knowledgeBaseId: string, text: string): Trace =>
  orchestration({
    invocationInput: {
      traceId,
      invocationType: 'KNOWLEDGE_BASE',
      knowledgeBaseLookupInput: { knowledgeBaseId, text },
    },
  });

export const knowledgeBaseObservation = (
  traceId: string,
  retrievedReferences: readonly RetrievedReference[],
  metadata: Metadata,
): Trace =>
  orchestration({
    observation: {
      traceId,
      type: 'KNOWLEDGE_BASE',
      knowledgeBaseLookupOutput: { retrievedReferences: [...retrievedReferences], metadata },
    },
  });

/** The model is asked again: it chose what cannot be run (PARSER), or an action wants it so (ACTION_GROUP). */
export const repromptObservation = (
  traceId: string,
  text: string,
  source: 'PARSER' | 'ACTION_GROUP',
): Trace => orchestration({ observation: { traceId, type: 'REPROMPT', repromptResponse: { text, source } } });

export function finalObservation(
  traceId: string,
  type: 'FINISH' | 'ASK_USER',
  text: string,
  turnStart: number,
  clock: Clock,
): Trace {
  const { startTime, endTime, totalTimeMs: operationTotalTimeMs } = timing(turnStart, clock);
  const metadata = { startTime, endTime, operationTotalTimeMs };
  return orchestration({ observation: { traceId, type, finalResponse: { text, metadata } } });
}

const statuses: Readonly<Record<string, number>> = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  DependencyFailedException: 424,
  ThrottlingException: 429,
  BadGatewayException: 502,
};

export function failure(traceId: string, error: unknown, turnStart: number, clock: Clock): Trace {
  const known = error instanceof ServiceError;
  const metadata = timing(turnStart, clock);
  return {
    failureTrace: {
      traceId,
      failureReason: known ? error.message : failureTold(error),
      failureCode: (known && statuses[error.name]) || 500,
      metadata: { ...metadata, operationTotalTimeMs: metadata.totalTimeMs },
    },
  };
}
