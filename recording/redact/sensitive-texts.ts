interface SensitiveMatches {
  readonly sensitiveInformationPolicy?: Readonly<
    Record<'piiEntities' | 'regexes', readonly { readonly match?: string }[] | undefined>
  >;
}

/** What a guardrail found of a person: a guardrailTrace has it unmasked. */
export function sensitiveTexts(trace: unknown): string[] {
  const { guardrailTrace } = (trace ?? {}) as {
    readonly guardrailTrace?: Readonly<
      Record<'inputAssessments' | 'outputAssessments', readonly SensitiveMatches[] | undefined>
    >;
  };
  const { inputAssessments = [], outputAssessments = [] } = guardrailTrace ?? {};
  return [...inputAssessments, ...outputAssessments].flatMap(({ sensitiveInformationPolicy: policy }) =>
    [...(policy?.piiEntities ?? []), ...(policy?.regexes ?? [])].flatMap(({ match }) => match ?? []),
  );
}
