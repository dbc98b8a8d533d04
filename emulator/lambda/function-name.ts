export interface FunctionName {
  readonly functionName: string;
  readonly qualifier: string | undefined;
}

/** Reads a name, an ARN or a partial ARN, each with an optional qualifier. Undefined when it is none of them. */
export function parseFunctionName(text: string): FunctionName | undefined {
  const [, functionName, qualifier] =
    /^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:function:|function:)?([\w-]{1,64})(?::([\w$-]{1,128}))?$/.exec(
      text,
    ) ?? [];
  return functionName === undefined ? undefined : { functionName, qualifier };
}
