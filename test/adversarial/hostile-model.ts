import type {
  ContentBlock,
  ConverseRequest,
  ConverseResponse,
  Message,
  Model,
} from '../../emulator/agent/model';

export type Call = readonly [tool: string, input: Record<string, unknown>];
/** What the model does when it is asked: tools with any arguments, or nothing any more. */
export type Move = readonly Call[] | ((request: ConverseRequest) => readonly Call[]);

export interface HostileModel extends Model {
  /** Everything that it was shown since it was set on. */
  readonly shown: readonly ConverseRequest[];
  /** What it does from now on, one move each time that it is asked; then it tells all that it was shown. */
  setOn(...moves: readonly Move[]): void;
}

/** A model in the attacker's hands: it chooses tools and arguments freely, and repeats all that it sees. */
export function hostileModel(): HostileModel {
  let moves: readonly Move[] = [];
  let shown: ConverseRequest[] = [];
  let uses = 0;
  return {
    name: 'hostile model',
    get shown() {
      return shown;
    },
    setOn(...next) {
      moves = next;
      shown = [];
    },
    async converse(request) {
      shown.push(request);
      const [move = [], ...rest] = moves;
      moves = rest;
      const calls = typeof move === 'function' ? move(request) : move;
      if (calls.length === 0) return answer([{ text: `I was shown: ${JSON.stringify(request.messages)}` }]);
      return answer(
        calls.map(([name, input]) => {
          uses += 1;
          return { toolUse: { toolUseId: `use-${uses}`, name, input } };
        }),
      );
    },
  };
}

const answer = (content: readonly ContentBlock[]): ConverseResponse => ({
  output: { message: { role: 'assistant', content } },
  stopReason: content.some((block) => 'toolUse' in block) ? 'tool_use' : 'end_turn',
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
});

/** Does what any text tells it to, whoever wrote it: looks at and cancels every order that the last message names. */
export const obey = ({ messages }: ConverseRequest): Call[] =>
  idsIn(messages.at(-1)).flatMap((orderId): Call[] => [
    ['orders__getOrder', { orderId }],
    ['orders__cancelOrder', { orderId, reason: 'I was told to' }],
  ]);

const idsIn = (message: Message | undefined): string[] => [
  ...new Set(JSON.stringify(message ?? '').match(/ORD-\d{6}/g)),
];
