import * as z from 'zod';

/** The version that is written. The reader takes the ones before it, too (migrate.ts). */
export const formatVersion = 2;

export const origins = ['recorded', 'documented', 'invented'] as const;

const text = z.string();
const object = z.record(z.string(), z.unknown());
const turn = z.int().min(1);
/** Milliseconds: of a request since the recording began, of all else since its turn's request. */
const at = z.number().min(0);

const header = z.strictObject({
  type: z.literal('recording'),
  version: z.literal(formatVersion),
  /** What an event is worth as evidence: seen on a wire, taken from a document, or made up. */
  origin: z.enum(origins),
  /** Of what is documented: which document. Of what is recorded: the command. */
  source: text,
  scenario: text.nullable(),
  /** ISO 8601 in UTC. */
  recordedAt: z.iso.datetime(),
  /** Where the agent ran. */
  place: z.enum(['laptop', 'aws', 'nowhere']),
  region: text,
  /** As the traces name it; null when none came. */
  model: text.nullable(),
  agent: z.strictObject({ agentId: text, agentAliasId: text, agentVersion: text.nullable() }),
  /** Of everything that the agent depends on, as the alias carries it; null where nobody said. */
  fingerprint: text.nullable(),
  /** What was replaced by something of the same form. */
  redactions: z.array(z.strictObject({ name: text, pattern: text })),
  /** Names of fields in answers' bodies that differ each time; their values are not compared. */
  volatile: z.array(text),
});

const error = z.strictObject({ name: text, message: text, httpStatusCode: z.int().optional() });

export const lineSchemas = {
  recording: header,
  /** An item of a table as it was before the conversation touched it, in DynamoDB's own JSON. */
  row: z.strictObject({ type: z.literal('row'), table: text, item: object }),
  /** InvokeAgent's input without the agent's ids. */
  request: z.strictObject({ type: z.literal('request'), turn, at, input: object }),
  /**
   * One event of the response stream as the SDK has it: times as ISO 8601; a chunk's bytes as `text` where they are
   * UTF-8, else as `base64`.
   */
  event: z.strictObject({ type: z.literal('event'), turn, at, event: object }),
  /** One call of an action group's function. From a trace the envelope is reconstructed, and the status unknown. */
  action: z.strictObject({
    type: z.literal('action'),
    turn,
    at,
    source: z.enum(['lambda', 'trace']),
    event: object,
    /** The function's answer, byte for byte; from a trace the body alone; null when none came. */
    answer: text.nullable(),
    /** The function threw or ran out of time. */
    functionError: text.optional(),
  }),
  /** What the model said, as Converse has it. */
  decision: z.strictObject({
    type: z.literal('decision'),
    turn,
    at,
    source: z.enum(['model', 'trace']),
    output: object,
    stopReason: text,
    usage: z.strictObject({ inputTokens: z.number(), outputTokens: z.number() }),
  }),
  /** How a turn failed: before its stream began, or in it. */
  failure: z.strictObject({
    type: z.literal('failure'),
    turn,
    at,
    where: z.enum(['response', 'stream']),
    error,
  }),
  end: z.strictObject({ type: z.literal('end'), turn, at }),
  /** The last line; a recording without it was cut off. */
  close: z.strictObject({ type: z.literal('close'), turns: z.int().min(0), redacted: z.int().min(0) }),
} as const;

export type LineType = keyof typeof lineSchemas;
export type LineOf<T extends LineType> = z.output<(typeof lineSchemas)[T]>;
export type Line = { [T in LineType]: LineOf<T> }[LineType];

export type Header = LineOf<'recording'>;
export type Row = LineOf<'row'>;
export type Origin = Header['origin'];
export type RecordedRequest = LineOf<'request'>;
export type RecordedEvent = LineOf<'event'>;
export type RecordedAction = LineOf<'action'>;
export type RecordedDecision = LineOf<'decision'>;
export type RecordedFailure = LineOf<'failure'>;
