import config from '../../agent.config';
import { AgentError } from '../../client/agent-error';
import { type ClientConfig, describeStacks, emulatorAccess } from '../../client/agent-target';
import { ensureAssembly } from '../assembly';
import { asCommandError, CommandError } from '../cli/errors';
import type { Io } from '../cli/io';
import type { Place } from '../conversation/flags';
import { openLaptop } from '../laptop/open-laptop';

/** The version of a guardrail that the agent applies, and how to reach it. */
export interface GuardrailTarget {
  readonly guardrailIdentifier: string;
  readonly guardrailVersion: string;
  readonly client: ClientConfig;
  close(): Promise<void>;
}

/** Finds the guardrail by its stack's outputs; on the laptop it starts the emulator in this process. Throws CommandError. */
export async function openGuardrail(place: Place, io: Io, signal: AbortSignal): Promise<GuardrailTarget> {
  const stackName = `${config.name}-${place.kind === 'stage' ? place.stage : 'dev'}-agent`;
  try {
    if (place.kind === 'stage') {
      const { profile, region } = place;
      const access = { ...(profile && { profile }), ...(region && { region }) };
      return { ...(await find(stackName, access)), client: access, close: async () => {} };
    }
    if (place.kind === 'endpoint') return await at(place.endpoint, stackName, async () => {});
    const emulator = await openLaptop({ assembly: await ensureAssembly({ io, signal }) });
    try {
      return await at(emulator.endpoint, stackName, () => emulator.close());
    } catch (error) {
      await emulator.close();
      throw error;
    }
  } catch (error) {
    throw error instanceof AgentError ? asCommandError(error) : error;
  }
}

async function at(endpoint: string, stackName: string, close: () => Promise<void>): Promise<GuardrailTarget> {
  const base = endpoint.replace(/\/+$/, '');
  const found = await find(stackName, { ...emulatorAccess, endpoint: `${base}/cloudformation` });
  return { ...found, client: { ...emulatorAccess, endpoint: `${base}/bedrock-runtime` }, close };
}

async function find(stackName: string, client: ClientConfig) {
  const [stack] = await describeStacks(client, stackName);
  const output = (key: string) => stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  const guardrailIdentifier = output('GuardrailId');
  const guardrailVersion = output('GuardrailVersion');
  if (guardrailIdentifier && guardrailVersion) return { guardrailIdentifier, guardrailVersion };
  throw new CommandError({
    code: 'NO_GUARDRAIL',
    message: `The stack ${stackName} (${stack?.StackStatus}) has no outputs GuardrailId and GuardrailVersion`,
    hint: 'Wait until its deployment is complete, or deploy it again',
  });
}
