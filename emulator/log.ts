export type LogLine =
  | { readonly source: 'lambda'; readonly functionName: string; readonly text: string }
  | { readonly source: 'emulator'; readonly level: 'info' | 'warn' | 'error'; readonly text: string };

/** Where the functions' logs and the emulator's own go, a line at a time. */
export type Log = (line: LogLine) => void;
