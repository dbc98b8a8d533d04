import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnGuardrail, type CfnGuardrailProps, CfnGuardrailVersion } from 'aws-cdk-lib/aws-bedrock';
import { Construct } from 'constructs';
import type { GuardrailConfig } from '../../schemas/guardrail-config';
import { fingerprint } from './fingerprint';

export interface GuardrailProps {
  /** At most 50 characters (API reference, CreateGuardrail). */
  readonly guardrailName: string;
  readonly description: string;
  readonly config: GuardrailConfig;
  /** AWS's own if absent. */
  readonly kmsKeyArn: string | undefined;
}

/** The guardrail and a numbered version of it: the agent never uses the draft that somebody may be editing. */
export class Guardrail extends Construct {
  /** What the guardrail is, for the fingerprint of whatever depends on it. */
  readonly definition: CfnGuardrailProps;
  readonly guardrailId: string;
  readonly guardrailArn: string;
  readonly guardrailVersion: string;

  constructor(scope: Construct, id: string, props: GuardrailProps) {
    super(scope, id);
    const { guardrailName: name, description, config, kmsKeyArn } = props;
    this.definition = {
      name,
      description,
      ...policies(config),
      ...crossRegion(this, config),
      ...(kmsKeyArn && { kmsKeyArn }),
    };
    const guardrail = new CfnGuardrail(this, 'Resource', this.definition);
    this.guardrailId = guardrail.attrGuardrailId;
    this.guardrailArn = guardrail.attrGuardrailArn;
    const version = new CfnGuardrailVersion(this, 'Version', {
      guardrailIdentifier: guardrail.attrGuardrailId,
      // A version can't be changed: another description makes CloudFormation create the next one.
      description: `Guardrail sha256:${fingerprint(this, this.definition)}`,
    });
    // Older agent versions go on using the guardrail version that they were made with.
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.guardrailVersion = version.attrVersion;
  }
}

function crossRegion(scope: Construct, { crossRegionProfile: profile }: GuardrailConfig) {
  if (profile === undefined) return {};
  const guardrailProfileArn = profile.startsWith('arn:')
    ? profile
    : Stack.of(scope).formatArn({
        service: 'bedrock',
        resource: 'guardrail-profile',
        resourceName: profile,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
  return { crossRegionConfig: { guardrailProfileArn } };
}

function policies(config: GuardrailConfig): Omit<CfnGuardrailProps, 'name' | 'description'> {
  const { contentFilters, deniedTopics, words, profanity, piiEntities, regexes, contextualGrounding } =
    config;
  const { grounding, relevance } = contextualGrounding ?? {};
  const tiers = config.tiers ?? {};
  return {
    blockedInputMessaging: config.blockedInputMessaging,
    blockedOutputsMessaging: config.blockedOutputsMessaging,
    ...(contentFilters?.length && {
      contentPolicyConfig: {
        filtersConfig: [...contentFilters],
        ...(tiers.contentFilters && { contentFiltersTierConfig: { tierName: tiers.contentFilters } }),
      },
    }),
    ...(deniedTopics?.length && {
      topicPolicyConfig: {
        topicsConfig: deniedTopics.map(({ examples, ...topic }) => ({
          ...topic,
          type: 'DENY',
          ...(examples && { examples: [...examples] }),
        })),
        ...(tiers.deniedTopics && { topicsTierConfig: { tierName: tiers.deniedTopics } }),
      },
    }),
    ...((words?.length || profanity) && {
      wordPolicyConfig: {
        ...(words?.length && { wordsConfig: words.map((text) => ({ text })) }),
        ...(profanity && { managedWordListsConfig: [{ type: 'PROFANITY' }] }),
      },
    }),
    ...((piiEntities?.length || regexes?.length) && {
      sensitiveInformationPolicyConfig: {
        ...(piiEntities?.length && { piiEntitiesConfig: [...piiEntities] }),
        ...(regexes?.length && { regexesConfig: [...regexes] }),
      },
    }),
    ...((grounding !== undefined || relevance !== undefined) && {
      contextualGroundingPolicyConfig: {
        filtersConfig: [
          ...(grounding === undefined ? [] : [{ type: 'GROUNDING', threshold: grounding }]),
          ...(relevance === undefined ? [] : [{ type: 'RELEVANCE', threshold: relevance }]),
        ],
      },
    }),
  };
}
