import config from '../../agent.config';
import { AgentError } from '../../client/agent-error';
import type { AgentTarget } from '../../client/agent-target';
import { resolveTarget } from '../../client/agent-target';
import { type KnowledgeBaseSource, resolveKnowledgeBase } from '../../client/knowledge-base-target';
import { ensureAssembly } from '../assembly';
import { asCommandError } from '../cli/errors';
import type { Io } from '../cli/io';
import { openLaptop } from '../laptop/open-laptop';
import type { Place } from './flags';
import { searching } from './searching';

export interface OpenAgent {
  readonly target: AgentTarget;
  /** Sent when the operator gives none: the laptop has a customer, a deployed agent has not. */
  readonly sessionAttributes: Readonly<Record<string, string>>;
  /** For people, for example `the laptop`. */
  readonly name: string;
  /** The flags that lead here again, with a space behind them. */
  readonly flags: string;
  close(): Promise<void>;
}

/** Finds the agent; on the laptop it starts the emulator in this process. Throws CommandError. */
export async function openAgent(place: Place, io: Io, signal: AbortSignal): Promise<OpenAgent> {
  try {
    return await find(place, io, signal);
  } catch (error) {
    throw error instanceof AgentError ? asCommandError(error) : error;
  }
}

async function find(place: Place, io: Io, signal: AbortSignal): Promise<OpenAgent> {
  const laptopAttributes = config.laptop.sessionAttributes;
  const close = async () => {};
  if (place.kind === 'stage') {
    const { kind: _, stage, ...access } = place;
    const found = await resolveTarget({ stackName: `${config.name}-${stage}-agent`, ...access });
    const stackName = `${config.name}-${stage}-knowledge-base`;
    const target = await searching(found, () => knowledgeBaseIdOf({ stackName, ...access }));
    const flags = Object.entries({ stage, ...access }).map(([flag, value]) => `--${flag} ${value} `);
    return { target, sessionAttributes: {}, name: `stage ${stage}`, flags: flags.join(''), close };
  }
  if (place.kind === 'endpoint') {
    const { endpoint } = place;
    const found = await resolveTarget({ endpoint, stackName: `${config.name}-dev-agent` });
    const stackName = `${config.name}-dev-knowledge-base`;
    const target = await searching(found, () => knowledgeBaseIdOf({ stackName, endpoint }));
    return {
      target,
      sessionAttributes: laptopAttributes,
      name: endpoint,
      flags: `--endpoint ${endpoint} `,
      close,
    };
  }
  const assembly = await ensureAssembly({ io, signal });
  const emulator = await openLaptop({ assembly });
  const { endpoint, ids } = emulator;
  return {
    target: await searching(await resolveTarget({ endpoint, ids }), async () => ids.knowledgeBaseId),
    sessionAttributes: laptopAttributes,
    name: 'this laptop',
    flags: '',
    close: () => emulator.close(),
  };
}

const knowledgeBaseIdOf = async (source: KnowledgeBaseSource) =>
  (await resolveKnowledgeBase(source)).knowledgeBaseId;
