import { randomUUID } from 'node:crypto';
import type { AgentTarget } from '../../client/agent-target';
import type { OperationLookup } from '../../client/operations';
import { evidenceOf } from '../../evaluation/evidence';
import { observe } from '../../recording/observe';
import { parseRecording } from '../../recording/read';
import { Recorder } from '../../recording/recorder';
import type { Scenario } from '../../recording/scenario';
import { runScenario } from '../recording/run-scenario';
import type { Observed } from './target';

export interface ObserveScenarioProps {
  readonly scenario: Scenario;
  readonly target: AgentTarget;
  readonly lookup: OperationLookup;
  readonly signal: AbortSignal;
}

/** Runs a scenario once, in a session of its own, and reads what became of it from its recording, which is not kept. */
export async function observeScenario(props: ObserveScenarioProps): Promise<Observed> {
  const { scenario, target, lookup } = props;
  const sessionId = randomUUID();
  const endpoint = target.client.endpoint?.toString().replace(/\/bedrock-agent-runtime$/, '');
  const lines: string[] = [];
  const recorder = new Recorder({
    header: {
      origin: 'recorded',
      source: 'npm run eval',
      scenario: scenario.name,
      recordedAt: new Date().toISOString(),
      place: endpoint === undefined ? 'aws' : 'laptop',
      region: String(target.client.region ?? ''),
      agent: { agentId: target.agentId, agentAliasId: target.agentAliasId, agentVersion: null },
      fingerprint: null,
      volatile: [],
    },
    write: (line) => void lines.push(line),
    now: () => performance.now(),
    toolName: (group, verb, apiPath) => `${group}__${verb} ${apiPath}`,
  });
  const { observer, close } = await observe(recorder, { endpoint, sessionId });
  const since = performance.now();
  try {
    await runScenario({ ...props, sessionId, observer });
  } finally {
    close();
  }
  const duration = Math.round(performance.now() - since);
  return { evidence: evidenceOf(parseRecording(lines.join('')), lookup), duration };
}
