import { randomUUID } from 'node:crypto';
import type { ConverseResponse, Message, Model, ToolSpec } from './model';

interface ObjectSchema {
  properties?: Record<string, { pattern?: string; description?: string }>;
  required?: string[];
}

/** Chooses tools by their schemas alone: no weights, no domain. */
export const offlinePlanner: Model = {
  name: 'offline planner',
  async converse({ messages, toolConfig }) {
    const last = messages.at(-1);
    const result = last?.content.find((block) => 'toolResult' in block);
    if (result && 'toolResult' in result) return say(phrase(result.toolResult.content[0]));
    const text = last?.content.map((block) => ('text' in block ? block.text : '')).join(' ') ?? '';
    for (const { toolSpec } of toolConfig?.tools ?? []) {
      const input = fill(toolSpec, text);
      if (input) return use(toolSpec.name, input);
    }
    return say('I found no operation that fits. I am the offline planner and only use the tools.');
  },
};

function fill(tool: ToolSpec, text: string): Record<string, unknown> | undefined {
  const { properties = {}, required = [] } = tool.inputSchema.json as ObjectSchema;
  const input: Record<string, unknown> = {};
  for (const [name, { pattern }] of Object.entries(properties)) {
    const match = pattern ? new RegExp(pattern.replace(/^\^|\$$/g, ''), 'i').exec(text)?.[0] : undefined;
    if (match) input[name] = match.toUpperCase();
  }
  return required.length > 0 && required.every((name) => name in input) ? input : undefined;
}

function phrase(content: { json: unknown } | { text: string } | undefined): string {
  if (!content || 'text' in content) return content?.text ?? '';
  return Object.entries(content.json as object)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}

const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
const say = (text: string): ConverseResponse => ({
  output: { message: { role: 'assistant', content: [{ text }] } satisfies Message },
  stopReason: 'end_turn',
  usage,
});
const use = (name: string, input: Record<string, unknown>): ConverseResponse => ({
  output: {
    message: { role: 'assistant', content: [{ toolUse: { toolUseId: randomUUID(), name, input } }] },
  },
  stopReason: 'tool_use',
  usage,
});
