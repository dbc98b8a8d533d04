import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';

/** JSON to values of the SDK's types and back, by schema. */
export interface JsonCodec {
  read(schema: NormalizedSchema, json: Uint8Array): Promise<Record<string, unknown>>;
  write(schema: NormalizedSchema, value: unknown): Uint8Array;
}

export function jsonCodec(namespace: string): JsonCodec {
  const protocol = new AwsRestJsonProtocol({ defaultNamespace: namespace } as never);
  protocol.setSerdeContext({
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  } as never);
  const codec = protocol.getPayloadCodec();
  return {
    read: (schema, json) => codec.createDeserializer().read(schema, json as never),
    write(schema, value) {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      const flushed: string | Uint8Array = serializer.flush();
      return typeof flushed === 'string' ? fromUtf8(flushed) : flushed;
    },
  };
}
