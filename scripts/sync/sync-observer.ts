/** Who follows a sync while it runs. */
export interface SyncObserver {
  /** A sentence for people. */
  say(text: string): void;
  /** Uploads begin. */
  begin(total: { readonly objects: number; readonly bytes: number }): void;
  uploaded(bytes: number): void;
  /** Uploads have ended, well or not. */
  end(): void;
  /** A job runs until the work ends. */
  during<T>(label: string, work: () => Promise<T>): Promise<T>;
}

/** Tells nobody anything. */
export const silent: SyncObserver = {
  say: () => {},
  begin: () => {},
  uploaded: () => {},
  end: () => {},
  during: (_label, work) => work(),
};
