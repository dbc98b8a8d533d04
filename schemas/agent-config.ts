import type { Contract } from './contract';
import type { GuardrailConfig } from './guardrail-config';
import type { KnowledgeBaseConfig } from './knowledge-base-config';

export const stages = ['dev', 'prod'] as const;
export type Stage = (typeof stages)[number];

/**
 * What the agent thinks with. Each kind needs other grants on the agent's role:
 * docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html
 */
export type ModelReference =
  | { readonly type: 'foundation-model'; readonly modelId: string }
  | {
      readonly type: 'inference-profile';
      /** For example `us.anthropic.claude-sonnet-4-6`, or the ARN of an application inference profile. */
      readonly inferenceProfileId: string;
      /** The model behind the profile; the role needs its ARN in every destination region. */
      readonly foundationModelId: string;
      /** Destination regions, as the profile's page lists them; `['*']` for a global profile. */
      readonly regions: readonly string[];
    }
  | { readonly type: 'provisioned-throughput'; readonly provisionedModelArn: string }
  | { readonly type: 'custom-model'; readonly customModelArn: string };

export interface IndexConfig {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
}

/** A DynamoDB table whose keys are strings. Its name reaches the function as `<NAME>_TABLE`. */
export interface TableConfig {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes?: readonly IndexConfig[];
  /** What the function may do with the table's items, for example `['GetItem', 'UpdateItem']`. */
  readonly actions: readonly TableAction[];
  /** What it may do with the indexes. */
  readonly indexActions?: readonly ('Query' | 'Scan')[];
  /** A JSON array of items for a new table on the laptop and for `npm run seed`; relative to the project. */
  readonly seed?: string;
}

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';

export interface ActionGroupConfig {
  readonly name: string;
  readonly description: string;
  readonly contract: Contract;
  /** The module that exports `handler`, relative to the project. */
  readonly entry: string;
  readonly tables?: readonly TableConfig[];
  readonly timeoutInSeconds?: number;
  readonly memorySizeInMb?: number;
}

/** A finding of `npm run validate` that is meant so, for example because a quota was raised. */
export interface AcceptedFinding {
  readonly rule: string;
  /** The finding's path; without it the rule is accepted everywhere. */
  readonly path?: string;
  readonly reason: string;
}

/** The whole agent as data: everything that infrastructure, emulator and scripts know of its domain. */
export interface AgentConfig {
  /** Lower case words joined by hyphens; the prefix of every stack's and resource's name. */
  readonly name: string;
  readonly description: string;
  readonly model: Readonly<Record<Stage, ModelReference>>;
  /** 40 to 20,000 characters (Bedrock quota). */
  readonly instruction: string;
  readonly idleSessionTtlInSeconds: number;
  /** Whether the agent may ask the user for what is missing (AMAZON.UserInput). */
  readonly userInput: boolean;
  readonly actionGroups: readonly ActionGroupConfig[];
  readonly guardrail: GuardrailConfig;
  /** Documents that the agent looks things up in; one, for now. */
  readonly knowledgeBase?: KnowledgeBaseConfig;
  /**
   * Whether keys of your own (AWS KMS, with rotation) encrypt tables, documents, vectors, logs, guardrail and agent, in
   * place of AWS's. They cost money by the month, and each use of one is a request to KMS.
   */
  readonly customerManagedKey?: boolean;
  /** What recordings of conversations have to know of the domain. */
  readonly recording?: {
    /** Fields of answers that differ each time, such as a time of change: replays do not compare their values. */
    readonly volatile?: readonly string[];
    /** Fields of items and answers that hold a person's own words, such as recipientName; their values are redacted. */
    readonly personal?: readonly string[];
  };
  /** What the scripts send when they talk to the laptop and nothing else was given. */
  readonly laptop: {
    readonly sessionAttributes: Readonly<Record<string, string>>;
    readonly samplePrompts: readonly string[];
  };
  readonly acceptedFindings?: readonly AcceptedFinding[];
}
