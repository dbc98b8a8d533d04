import type { Model } from './agent/model';
import type { App } from './assembly/app';
import type { Lambda } from './lambda/lambda';
import type { Log } from './log';
import type { State } from './state/state';

/** Milliseconds since 1970. */
export interface Clock {
  now(): number;
}

/**
 * What operations are built from; each names what it needs: `Pick<Services, 'app' | 'lambda'>`. `app` and
 * `lambda` are new after the app was synthesized again, so hold on to them for one request only; the others
 * live as long as the emulator.
 */
export interface Services {
  readonly app: App;
  readonly lambda: Lambda;
  readonly state: State;
  readonly model: Model;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly log: Log;
}
