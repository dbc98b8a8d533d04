import type { Item } from '../dynamodb/dynalite';
import type { DynamoDbEngine } from '../dynamodb/engine';
import type { Operation } from '../front-door/operation';
import type { ServiceDefinition } from '../front-door/service-definition';
import type { Lambda } from '../lambda/lambda';
import { foundIn, namedIn } from './touched';

/** What the functions of one session's turns do, as it happens. */
export type Tapped =
  /** An item of a table before the session touched it for the first time. */
  | { readonly type: 'row'; readonly table: string; readonly item: Item }
  /** A function was called with the event and answered; both as JSON. */
  | {
      readonly type: 'action';
      readonly event: string;
      readonly answer: string;
      readonly functionError?: string;
    };

interface Tap {
  readonly sessionId: string;
  readonly tell: (tapped: Tapped) => void;
  /** Invocations under way: what is touched meanwhile counts as touched by them. */
  running: number;
  readonly seen: Set<string>;
}

/**
 * Tells of sessions' functions and of the items that they touch. Items are told as those of every tapped session
 * that has a function running: two at once may be told of each other's, and never of too few.
 */
export class Taps {
  private readonly taps = new Set<Tap>();

  constructor(private readonly dynamodb: Pick<DynamoDbEngine, 'item' | 'table'>) {}

  /** Returns what ends it. */
  open(sessionId: string, tell: Tap['tell']): () => void {
    const tap = { sessionId, tell, running: 0, seen: new Set<string>() };
    this.taps.add(tap);
    return () => void this.taps.delete(tap);
  }

  /** The same functions, told of. */
  onLambda({ resolve, invoke }: Lambda): Lambda {
    return {
      resolve,
      invoke: async (name, payload, options) => {
        const tap = this.taps.size > 0 ? this.of(payload) : undefined;
        if (!tap) return invoke(name, payload, options);
        tap.running += 1;
        try {
          const invocation = await invoke(name, payload, options);
          const { payload: answer, functionError } = invocation;
          const event = typeof payload === 'string' ? payload : Buffer.from(payload).toString();
          tap.tell({ type: 'action', event, answer, ...(functionError && { functionError }) });
          return invocation;
        } finally {
          tap.running -= 1;
        }
      },
    };
  }

  /** The same service, told of. */
  onDynamoDb(service: ServiceDefinition): ServiceDefinition {
    const tapped = ([name, run]: [string, Operation<never, object>]): [string, Operation<never, object>] => [
      name,
      async (input, call) => {
        if (!this.anyRunning()) return run(input, call);
        await this.look(namedIn(input));
        const output = await run(input, call);
        if (name === 'Query' || name === 'Scan') await this.look(foundIn(input, output));
        return output;
      },
    ];
    return { ...service, operations: Object.fromEntries(Object.entries(service.operations).map(tapped)) };
  }

  private anyRunning(): boolean {
    for (const { running } of this.taps) if (running > 0) return true;
    return false;
  }

  private of(payload: string | Uint8Array): Tap | undefined {
    const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString();
    try {
      const { sessionId } = JSON.parse(text) as { readonly sessionId?: unknown };
      return [...this.taps].find((tap) => tap.sessionId === sessionId);
    } catch {
      return undefined;
    }
  }

  private async look(touched: ReturnType<typeof namedIn>): Promise<void> {
    for (const { table: tableName, like } of touched) {
      const table = await this.dynamodb.table(tableName);
      if (!table) continue;
      const key = JSON.stringify([
        tableName,
        ...table.KeySchema.map(({ AttributeName }) => like[AttributeName]),
      ]);
      const taps = [...this.taps].filter(({ running, seen }) => running > 0 && !seen.has(key));
      if (taps.length === 0) continue;
      for (const { seen } of taps) seen.add(key);
      const item = await this.dynamodb.item(tableName, like).catch(() => undefined);
      if (item) for (const { tell } of taps) tell({ type: 'row', table: tableName, item });
    }
  }
}
