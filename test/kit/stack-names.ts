import config from '../../agent.config';
import type { Stage } from '../../schemas/agent-config';

/** The project's stacks in the sequence of their deployment; a project without documents has none for them. */
export const stackNames = (stage: Stage): string[] =>
  ['data', ...(config.knowledgeBase ? ['knowledge-base'] : []), 'agent'].map(
    (stack) => `${config.name}-${stage}-${stack}`,
  );
