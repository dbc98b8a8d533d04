import type { App } from 'aws-cdk-lib';
import { type AgentConfig, type ModelReference, type Stage, stages } from '../schemas/agent-config';
import { lintModel } from '../schemas/lint';
import { modelFromText } from './agent/model-override';
import { ConfigError } from './config-error';

/** What `-c key=value` settles: the stage, and a model in place of the configured one. */
export interface Context {
  readonly stage: Stage;
  readonly model: ModelReference;
  /** Synthesized for the laptop, where what would be refused on AWS is not looked for again. */
  readonly laptop: boolean;
}

/** Reads the context. Throws `ConfigError` for a stage or a model that there is not. */
export function readContext(app: App, config: AgentConfig): Context {
  const given: unknown = app.node.tryGetContext('stage') ?? 'dev';
  const stage = stages.find((known) => known === given);
  if (!stage) {
    throw new ConfigError('stage', `there is no stage '${String(given)}'`, `Give ${stages.join(' or ')}`);
  }
  const model: unknown = app.node.tryGetContext('model');
  const laptop: unknown = app.node.tryGetContext('outcrop:laptop');
  return {
    stage,
    model: model === undefined ? config.model[stage] : override(String(model)),
    // The CLI passes every value as text.
    laptop: laptop === true || laptop === 'true',
  };
}

function override(text: string): ModelReference {
  const model = modelFromText(text);
  const [finding] = lintModel(model);
  if (finding) throw new ConfigError('model', `'${text}': ${finding.message}`, finding.mend);
  return model;
}
