export interface InvokeOptions {
  /** The client context as JSON, decoded from base64. */
  readonly clientContext?: string;
  /** By default a new one. */
  readonly requestId?: string;
}

export interface Invocation {
  /** The function's answer as JSON; with `functionError` an object with errorType and errorMessage. */
  readonly payload: string;
  /** `Unhandled` when the function threw, crashed or ran out of time or memory. */
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of this invocation's log. */
  logTail(): string;
  readonly executedVersion: string;
}

/** Runs the app's functions. */
export interface Lambda {
  /** The version that a name means; throws as `invoke` does. */
  resolve(functionName: string): string;
  /**
   * Takes a name, an ARN, a partial ARN (`account:function:name`), each with an optional qualifier. A failing
   * function is a result, not an exception. Throws ResourceNotFoundException and TooManyRequestsException.
   */
  invoke(functionName: string, payload: string | Uint8Array, options?: InvokeOptions): Promise<Invocation>;
}
