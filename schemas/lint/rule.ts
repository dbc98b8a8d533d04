/** What Bedrock itself says, word for word, with the place where it is recorded. */
export interface BedrockMessage {
  readonly message: string;
  readonly source: string;
}

export interface Finding {
  /** The rule's id, for example `operation-description`. */
  readonly rule: string;
  /** A JSON pointer into the document or configuration. */
  readonly path: string;
  /** What must hold, and what holds instead. */
  readonly message: string;
  readonly bedrock: BedrockMessage | 'not documented';
  /** What to change. */
  readonly mend: string;
  /** The page or issue that the rule rests on. */
  readonly source: string;
}

/** A place that breaks a rule. */
export interface Offence {
  readonly path: string;
  readonly message: string;
}

export interface Rule<Subject> {
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly demand: string;
  readonly bedrock: BedrockMessage | 'not documented';
  readonly mend: string;
  readonly source: string;
  check(subject: Subject): Iterable<Offence>;
}

/** Applies every rule; findings come in the sequence of the rules. */
export function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Finding[] {
  return rules.flatMap((rule) => Array.from(rule.check(subject), (offence) => findingOf(rule, offence)));
}

export const findingOf = (rule: Omit<Rule<never>, 'check'>, { path, message }: Offence): Finding => ({
  rule: rule.id,
  path,
  message: `${rule.demand} ${message}`,
  bedrock: rule.bedrock,
  mend: rule.mend,
  source: rule.source,
});

/** The findings of a part, with paths into the whole. */
export const within = (prefix: string, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, path: `${prefix}${finding.path}` }));

/** The entries whose key was seen before, each with the index of the first. */
export function* repeated<T>(items: readonly T[], keyOf: (item: T) => unknown) {
  const first = new Map<unknown, number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else yield { item, index, earlier };
  }
}
