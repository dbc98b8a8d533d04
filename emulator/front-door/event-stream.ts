import { EventStreamCodec } from '@smithy/core/event-streams';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { failureTold } from '../state/no-room';
import type { JsonCodec } from './json-codec';
import { ServiceError } from './operation';
import { violations } from './validate';

export const eventStreamType = 'application/vnd.amazon.eventstream';

const frames = new EventStreamCodec(toUtf8, fromUtf8);
const header = (value: string) => ({ type: 'string' as const, value });

/** A fault of the emulator in mid-stream, told to `onBug`; the client gets no more than its kind. */
export type OnBug = (error: unknown) => void;

/**
 * The frames of a union of events. A ServiceError that the union models ends the stream as an exception frame;
 * whatever else is thrown ends it as an error frame, which the SDKs raise without a class of its own.
 */
export async function* encodeEvents(
  union: NormalizedSchema,
  events: AsyncIterable<object>,
  codec: JsonCodec,
  onBug: OnBug,
): AsyncGenerator<Uint8Array> {
  const members = union.getMemberSchemas();
  const frame = (kind: 'event' | 'exception', name: string, value: unknown): Uint8Array => {
    const schema = members[name];
    if (!schema) throw new Error(`${union.getName()} has no event ${name}`);
    const found = violations(schema, value);
    if (found.length > 0) throw new Error(`${union.getName()}.${name}: ${found.join('; ')}`);
    return frames.encode({
      headers: {
        ':message-type': header(kind),
        [`:${kind}-type`]: header(name),
        ':content-type': header('application/json'),
      },
      body: codec.write(schema, value),
    });
  };
  try {
    for await (const event of events) {
      for (const [name, value] of Object.entries(event)) yield frame('event', name, value);
    }
  } catch (error) {
    const isService = error instanceof ServiceError;
    const modelled =
      isService && Object.keys(members).find((name) => members[name]?.getName() === error.name);
    if (modelled) {
      yield frame('exception', modelled, { message: error.message, ...error.fields });
      return;
    }
    if (!isService) onBug(error);
    yield frames.encode({
      headers: {
        ':message-type': header('error'),
        ':error-code': header(isService ? error.name : 'InternalFailure'),
        ':error-message': header(isService ? error.message : failureTold(error)),
      },
      body: new Uint8Array(),
    });
  }
}
