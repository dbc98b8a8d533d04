import type { ContentBlock, ConverseRequest, ConverseResponse, Model } from '../../../emulator/agent/model';

/** What a scripted model says next: fixed, or made from what it was asked. */
export type Line =
  | ConverseResponse
  | ((request: ConverseRequest) => ConverseResponse | Promise<ConverseResponse>);

export interface ScriptedModel extends Model {
  /** Every request so far. */
  readonly requests: ConverseRequest[];
  /** What it says from now on; forgets what is left of the last script and the requests. */
  script(...lines: readonly Line[]): void;
}

/** A model that says what a test wants, one line for each time that it is asked. */
export function scriptedModel(): ScriptedModel {
  let lines: Line[] = [];
  const requests: ConverseRequest[] = [];
  return {
    name: 'scripted model',
    requests,
    script(...next) {
      lines = [...next];
      requests.length = 0;
    },
    async converse(request) {
      requests.push(request);
      const line = lines.shift();
      if (!line) throw new Error(`The script has no line ${requests.length}`);
      return typeof line === 'function' ? line(request) : line;
    },
  };
}

const response = (
  stopReason: ConverseResponse['stopReason'],
  content: readonly ContentBlock[],
): ConverseResponse => ({
  output: { message: { role: 'assistant', content } },
  stopReason,
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
});

export const say = (text: string): ConverseResponse => response('end_turn', [{ text }]);

/** An answer whose parts are plain text, or text with the sources of search results. */
export const cite = (
  ...parts: readonly (string | readonly [text: string, ...sources: string[]])[]
): ConverseResponse =>
  response(
    'end_turn',
    parts.map((part) => {
      if (typeof part === 'string') return { text: part };
      const [text, ...sources] = part;
      return {
        citationsContent: { content: [{ text }], citations: sources.map((source) => ({ source })) },
      };
    }),
  );

let toolUses = 0;

/** Uses one tool or several, each `[name, input]`; text before them is the rationale. */
export function use(
  ...blocks: readonly (string | readonly [name: string, input: Record<string, unknown>])[]
) {
  return response(
    'tool_use',
    blocks.map((block) => {
      if (typeof block === 'string') return { text: block };
      const [name, input] = block;
      toolUses += 1;
      return { toolUse: { toolUseId: `tool-use-${toolUses}`, name, input } };
    }),
  );
}

/** The text that the model was last given by the user, and the results of its tools. */
export const lastMessage = ({ messages }: ConverseRequest): readonly ContentBlock[] =>
  messages.at(-1)?.content ?? [];
