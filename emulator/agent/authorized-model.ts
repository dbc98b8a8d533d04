import type { AgentAccess } from '../iam/acting/agent-access';
import type { AgentVersion } from './definition/agent';
import type { Model } from './model';

/** The agent's model, asked as the agent's role. `streams` when the answer goes out as it comes. */
export function authorizedModel(
  model: Model,
  access: AgentAccess,
  { properties }: AgentVersion,
  streams: boolean,
): Model {
  const { FoundationModel = '' } = properties;
  return {
    name: model.name,
    async converse(request, options) {
      access.invokeModel(FoundationModel, streams);
      return model.converse(request, options);
    },
  };
}
