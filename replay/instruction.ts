import type { Recording } from '../recording/read';

/** What the model was told before it decided, and what it is told today. */
export interface InstructionChange {
  readonly recorded: string;
  readonly now: string;
}

/**
 * Whether the model is told something else than when it decided: recorded decisions are those of the old instruction,
 * whatever a replay finds. Undefined where a trace does not tell, as on AWS, whose prompts have another form.
 */
export function instructionChange(recorded: Recording, now: Recording): InstructionChange | undefined {
  const [before, after] = [instructionOf(recorded), instructionOf(now)];
  if (before === undefined || after === undefined || form(before) === form(after)) return undefined;
  return { recorded: before, now: after };
}

/** Redaction leaves a text its form: an id that the instruction quotes is no change. */
const form = (text: string): string => text.replace(/\d/g, '0');

interface Traced {
  readonly trace?: {
    readonly trace?: {
      readonly orchestrationTrace?: { readonly modelInvocationInput?: { readonly text?: string } };
    };
  };
}

function instructionOf({ turns }: Recording): string | undefined {
  for (const { events } of turns) {
    for (const { event } of events) {
      const { text } = (event as Traced).trace?.trace?.orchestrationTrace?.modelInvocationInput ?? {};
      if (text !== undefined) return systemIn(text);
    }
  }
  return undefined;
}

function systemIn(text: string): string | undefined {
  try {
    const { system } = JSON.parse(text) as { readonly system?: readonly { readonly text?: string }[] };
    return system?.map((part) => part.text ?? '').join('\n');
  } catch {
    return undefined;
  }
}
