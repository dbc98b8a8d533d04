/** What the emulator and `bootstrap.cjs`, the program in a function's process, tell each other. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly functionVersion: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly traceId: string;
  readonly clientContext?: string;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type ProcessMessage =
  | { readonly type: 'ready' }
  /** `fatal` when the process cannot be used again. */
  | { readonly type: 'error'; readonly error: FunctionError; readonly fatal: boolean }
  | { readonly type: 'result'; readonly result: string };
