import type { OpenAPIObject } from 'openapi3-ts/oas30';
import type { Operation } from './operations';
import type { AgentProperties, AliasProperties } from './properties';

/** The alias that every agent has: it serves the working draft. */
export const testAliasId = 'TSTALIASID';
export const draft = 'DRAFT';
export const userInputSignature = 'AMAZON.UserInput';

export interface ActionGroup {
  readonly actionGroupId: string;
  readonly actionGroupName: string;
  readonly properties: NonNullable<AgentProperties['ActionGroups']>[number];
  readonly enabled: boolean;
  /** The OpenAPI document with its references resolved; absent for a group with a parent signature. */
  readonly document?: OpenAPIObject;
  readonly operations: readonly Operation[];
}

/** The working draft of an agent, or what it was when a version was made of it. */
export interface AgentVersion {
  /** `DRAFT`, or a number from 1. */
  readonly version: string;
  readonly properties: AgentProperties;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly actionGroups: readonly ActionGroup[];
}

export interface AgentAlias {
  readonly agentAliasId: string;
  readonly agentAliasArn: string;
  readonly properties: Pick<AliasProperties, 'AgentAliasName' | 'Description'>;
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly history: readonly {
    readonly version: string;
    readonly startDate: Date;
    readonly endDate?: Date;
  }[];
}

export interface Agent {
  readonly agentId: string;
  readonly agentArn: string;
  readonly agentName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Absent while the working draft is not prepared. */
  readonly preparedAt?: Date;
  /** The draft first, then the newest. */
  readonly versions: readonly AgentVersion[];
  readonly aliases: readonly AgentAlias[];
}

/** Whether the agent may ask the user for what is missing. */
export const mayAskUser = ({ actionGroups }: AgentVersion): boolean =>
  actionGroups.some(
    ({ enabled, properties }) => enabled && properties.ParentActionGroupSignature === userInputSignature,
  );

/** Seconds; what CloudFormation sets when a template names none (AWS::Bedrock::Agent). */
export const idleSessionTtlInSeconds = ({ properties }: AgentVersion): number =>
  properties.IdleSessionTTLInSeconds ?? 600;
