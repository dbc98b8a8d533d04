import type { ModelFor } from './agent/model';
import type { App } from './assembly/app';
import type { DynamoDbEngine } from './dynamodb/engine';
import type { TimeToLive } from './dynamodb/time-to-live';
import type { Sessions } from './iam/sessions';
import type { KnowledgeBases } from './knowledge-base/knowledge-bases';
import type { Lambda } from './lambda/lambda';
import type { Log } from './log';
import type { S3Store } from './s3/store/s3-store';
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
  readonly dynamodb: DynamoDbEngine;
  readonly timeToLive: TimeToLive;
  readonly s3: S3Store;
  readonly knowledgeBases: KnowledgeBases;
  /** Temporary credentials that were given out. */
  readonly sessions: Sessions;
  /** When the app was deployed, as far as the emulator can say. */
  readonly startedAt: Date;
  /** The model of one agent: asked once for each agent in each app. */
  readonly model: ModelFor;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly log: Log;
}
