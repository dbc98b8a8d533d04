export type FilterStrength = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH';

/** Where a policy looks: both directions unless it says otherwise. A direction that is off is neither charged nor traced. */
export interface GuardrailDirections<Action extends string> {
  /** What happens in the user's text; `NONE` only traces what was detected. */
  readonly inputAction?: Action;
  /** What happens in the answer; `NONE` only traces what was detected. */
  readonly outputAction?: Action;
  readonly inputEnabled?: boolean;
  readonly outputEnabled?: boolean;
}

export interface ContentFilterConfig extends GuardrailDirections<'BLOCK' | 'NONE'> {
  readonly type: 'SEXUAL' | 'VIOLENCE' | 'HATE' | 'INSULTS' | 'MISCONDUCT' | 'PROMPT_ATTACK';
  readonly inputStrength: FilterStrength;
  /** NONE for PROMPT_ATTACK: an attack is something that a user says. */
  readonly outputStrength: FilterStrength;
}

export interface DeniedTopicConfig extends GuardrailDirections<'BLOCK' | 'NONE'> {
  readonly name: string;
  /** At most 200 characters, 1,000 in the tier STANDARD. */
  readonly definition: string;
  readonly examples?: readonly string[];
}

type SensitiveAction = 'BLOCK' | 'ANONYMIZE' | 'NONE';

export interface PiiEntityConfig extends GuardrailDirections<SensitiveAction> {
  /** For example `EMAIL`; `npm run validate` knows them all. */
  readonly type: string;
  readonly action: SensitiveAction;
}

export interface RegexConfig extends GuardrailDirections<SensitiveAction> {
  /** What stands in a masked text, in braces. */
  readonly name: string;
  readonly description?: string;
  /** Without lookaround. */
  readonly pattern: string;
  readonly action: SensitiveAction;
}

export type SafeguardTier = 'CLASSIC' | 'STANDARD';

/** AWS::Bedrock::Guardrail as data; the rules of `npm run validate` are AWS's limits. */
export interface GuardrailConfig {
  readonly blockedInputMessaging: string;
  readonly blockedOutputsMessaging: string;
  readonly contentFilters?: readonly ContentFilterConfig[];
  readonly deniedTopics?: readonly DeniedTopicConfig[];
  /** Words and phrases, matched whole and whatever their capitals. */
  readonly words?: readonly string[];
  readonly profanity?: boolean;
  readonly piiEntities?: readonly PiiEntityConfig[];
  readonly regexes?: readonly RegexConfig[];
  /** Least scores, from 0 to 0.99, of an answer that rests on documents. */
  readonly contextualGrounding?: { readonly grounding?: number; readonly relevance?: number };
  /** CLASSIC unless it says otherwise; STANDARD knows more languages and needs `crossRegionProfile`. */
  readonly tiers?: { readonly contentFilters?: SafeguardTier; readonly deniedTopics?: SafeguardTier };
  /** The guardrail profile, by id or ARN, for example `us.guardrail.v1:0`: assessments may run in its regions. */
  readonly crossRegionProfile?: string;
  /**
   * Lets the agent's role call its model with this guardrail only (`bedrock:GuardrailIdentifier`). Off by default: AWS
   * says that some of an agent's own calls carry no guardrail, and those would then be refused. Not run against AWS.
   */
  readonly requiredOnModelCalls?: boolean;
}
