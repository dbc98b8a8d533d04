import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import type { ConverseResponse, ModelFor } from '../../emulator/agent/model';
import { type Judge, judgeWith } from '../../evaluation/judge';
import { awsFailure } from '../stack/aws-error';

export interface Access {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

const clientFor = ({ profile, region }: Access) =>
  new BedrockRuntimeClient({ ...(region && { region }), ...(profile && { profile }) });

/** A model of the caller's account decides what only a reader can. */
export function judgeFor(modelId: string, access: Access): { readonly judge: Judge; close(): void } {
  const client = clientFor(access);
  const judge = judgeWith(async (system, question) => {
    const command = new ConverseCommand({
      modelId,
      system: [{ text: system }],
      messages: [{ role: 'user', content: [{ text: question }] }],
      inferenceConfig: { maxTokens: 300, temperature: 0 },
    });
    const { output } = await client.send(command).catch((error: unknown) => {
      throw awsFailure(error, `Asking the judge ${modelId}`);
    });
    return (output?.message?.content ?? []).map(({ text = '' }) => text).join('');
  });
  return { judge, close: () => client.destroy() };
}

/** An emulator's agent thinks with a model of the caller's account, whatever the project names for AWS. */
export function bedrockModel(
  modelId: string,
  access: Access,
): { readonly modelFor: ModelFor; close(): void } {
  const client = clientFor(access);
  const modelFor: ModelFor = () => ({
    name: modelId,
    async converse(request, { abortSignal } = {}) {
      // The emulator's own types are a part of the SDK's; they differ in what may be written to.
      const input = { modelId, ...request } as unknown as ConverseCommandInput;
      const { output, stopReason, usage } = await client.send(new ConverseCommand(input), {
        ...(abortSignal && { abortSignal }),
      });
      const { inputTokens = 0, outputTokens = 0, totalTokens = 0 } = usage ?? {};
      return {
        output,
        stopReason,
        usage: { inputTokens, outputTokens, totalTokens },
      } as unknown as ConverseResponse;
    },
  });
  return { modelFor, close: () => client.destroy() };
}
