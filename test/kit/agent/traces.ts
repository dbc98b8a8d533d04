import { ResponseStream$ } from '@aws-sdk/client-bedrock-agent-runtime';
import { NormalizedSchema } from '@smithy/core/schema';
import { violations } from '../../../emulator/front-door/validate';
import type { Answered } from './agent-client';

/** Each trace as its path of members down to what it tells: `orchestrationTrace.rationale`. */
export const traceNames = ({ traces }: Answered) =>
  traces.map(({ trace }) => {
    const [kind = '', value] = Object.entries(trace ?? {})[0] ?? [];
    return kind === 'failureTrace' ? kind : `${kind}.${Object.keys(value ?? {})[0]}`;
  });
/** The parts of one kind, in the sequence in which they came. */
export const tracesOf = <
  Kind extends
    | 'modelInvocationInput'
    | 'modelInvocationOutput'
    | 'invocationInput'
    | 'observation'
    | 'rationale',
>(
  { traces }: Answered,
  kind: Kind,
) =>
  traces.flatMap(({ trace }) => {
    const found = trace?.orchestrationTrace?.[kind];
    return found === undefined ? [] : [found];
  });
/** What the SDK's own schema says against the traces that its client decoded. */
export const brokenTraces = ({ traces }: Answered) => {
  const schema = NormalizedSchema.of(ResponseStream$).getMemberSchemas().trace;
  if (!schema) throw new Error('The SDK has no schema of a trace');
  return traces.flatMap((trace) => violations(schema, trace));
};
