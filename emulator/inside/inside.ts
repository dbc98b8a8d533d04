import type { Deployment } from '../deploy';
import type { DynamoDbEngine } from '../dynamodb/engine';
import { ServiceError } from '../front-door/operation';
import type { Invocation } from '../lambda/lambda';
import { replaceItems, type TableItem } from './replace-items';
import type { Tapped, Taps } from './taps';

/** What a program in the emulator's own process can ask of it: for replays, and for whoever measures. */
export interface Inside {
  /** Tells what the functions of a session's turns do. Returns what ends it. */
  tap(sessionId: string, tell: (tapped: Tapped) => void): () => void;
  /** Empties all tables and fills them with these items. Throws NoTableError. */
  replaceItems(items: readonly TableItem[]): Promise<void>;
  /** Calls an action group's function. Throws ResourceNotFoundException when there is none. */
  invoke(actionGroup: string, payload: string): Promise<Invocation>;
}

export const insideOf = ({
  taps,
  dynamodb,
  deployed,
}: {
  readonly taps: Taps;
  readonly dynamodb: DynamoDbEngine;
  readonly deployed: () => Deployment;
}): Inside => ({
  tap: (sessionId, tell) => taps.open(sessionId, tell),
  replaceItems: (items) => replaceItems(dynamodb, items),
  async invoke(actionGroup, payload) {
    const { ids, lambda } = deployed();
    const functionName = ids.functions[actionGroup];
    if (functionName === undefined) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `The app has no action group ${actionGroup} with a function`,
      );
    }
    return lambda.invoke(functionName, payload);
  },
});
