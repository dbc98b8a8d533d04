import type { OpenAPIObject } from 'openapi3-ts/oas30';
import { askUserTool, type Message, type Model, type ToolResult } from '../../../../emulator/agent/model';
import { createOfflinePlanner } from '../../../../emulator/planner/offline-planner';
import type { FakeOperations } from './fake-operations';

export type Called = readonly [operationId: string, input: Readonly<Record<string, unknown>>];

export interface Heard {
  readonly calls: readonly Called[];
  readonly text: string;
}

export interface Talk {
  readonly model: Model;
  readonly messages: Message[];
  say(text: string, confirm?: 'yes' | 'no'): Promise<Heard>;
}

type Methods = Record<string, { operationId: string; 'x-requireConfirmation'?: string }>;

/** A conversation with the planner: the agent's loop without wire, Lambda and table. */
export function startTalk(
  document: OpenAPIObject,
  operations: FakeOperations,
  now = '2026-11-21T09:00:00Z',
): Talk {
  const model = createOfflinePlanner([{ name: 'group', document }], { now: () => new Date(now) });
  const all = Object.values(document.paths).flatMap((item) => Object.values(item as Methods));
  const tools = all.map(({ operationId }) => ({
    toolSpec: { name: `group__${operationId}`, description: '', inputSchema: { json: {} } },
  }));
  const confirmed = new Set(
    all.filter((one) => one['x-requireConfirmation']).map(({ operationId }) => operationId),
  );
  const messages: Message[] = [];

  async function say(text: string, confirm = 'yes'): Promise<Heard> {
    messages.push({ role: 'user', content: [{ text }] });
    const calls: Called[] = [];
    for (let step = 0; step < 7; step++) {
      const { output } = await model.converse({ system: [], messages, toolConfig: { tools } });
      messages.push(output.message);
      const results: ToolResult[] = [];
      for (const block of output.message.content) {
        if (!('toolUse' in block)) continue;
        const { toolUseId, name, input } = block.toolUse;
        if (name === askUserTool) throw new Error(`${askUserTool} was not offered`);
        const operationId = name.replace('group__', '');
        calls.push([operationId, input]);
        if (confirmed.has(operationId) && confirm === 'no') {
          results.push({ toolUseId, status: 'error', content: [{ text: 'Not run: The user denied it.' }] });
          continue;
        }
        const operation = operations[operationId];
        if (!operation) throw new Error(`There is no operation ${operationId}`);
        const { body, failed } = operation(input);
        results.push({
          toolUseId,
          status: failed ? 'error' : 'success',
          content: [{ json: structuredClone(body) }],
        });
      }
      if (results.length === 0) {
        const said = output.message.content.map((block) => ('text' in block ? block.text : '')).join('');
        return { calls, text: said };
      }
      messages.push({ role: 'user', content: results.map((toolResult) => ({ toolResult })) });
    }
    throw new Error(`No answer to “${text}” after seven steps: ${JSON.stringify(calls)}`);
  }
  return { model, messages, say };
}
