import { App, Tags } from 'aws-cdk-lib';
import cdkJson from '../cdk.json';
import type { AgentConfig } from '../schemas/agent-config';
import { assertValid } from '../schemas/lint';
import { AgentStack } from './agent-stack';
import { readContext } from './context';
import { DataStack } from './data-stack';
import { KnowledgeBaseStack } from './knowledge-base-stack';
import { projectFiles } from './project-files';

export interface CreateAppProps {
  readonly config: AgentConfig;
  /** The project's folder, to which the configuration's paths are relative. */
  readonly root: string;
  /** Comes before what the CLI passes on. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the assembly goes, unless the CLI says where. */
  readonly outdir?: string;
}

export interface CreatedApp {
  readonly app: App;
  readonly data: DataStack;
  readonly knowledgeBase?: KnowledgeBaseStack;
  readonly agent: AgentStack;
  readonly laptop: boolean;
}

/**
 * The app for one stage. Its stacks name no account and no region, so that one template fits all and is the
 * same with and without credentials. Throws `LintError` or `ConfigError` for what would not deploy: most of it
 * CloudFormation would only find out hours later, or not at all.
 */
export function createApp({ config, root, context, outdir }: CreateAppProps): CreatedApp {
  const app = new App({
    // Also when no CLI runs the app: the laptop and AWS get the same template.
    context: cdkJson.context,
    postCliContext: { ...context },
    outdir,
    analyticsReporting: false,
    // Added by app.ts, because the laptop goes without.
    builtinCloudFormationValidation: false,
  });
  const { stage, model, laptop } = readContext(app, config);
  assertValid(config, projectFiles(root));
  const name = `${config.name}-${stage}`;
  const data = new DataStack(app, `${name}-data`, { config, stage, root });
  const knowledgeBase =
    config.knowledgeBase &&
    new KnowledgeBaseStack(app, `${name}-knowledge-base`, {
      name,
      config: config.knowledgeBase,
      customerManagedKey: config.customerManagedKey ?? false,
    });
  const agent = new AgentStack(app, `${name}-agent`, { config, stage, model, data, knowledgeBase, root });
  // For the cost of each stage.
  Tags.of(app).add('outcrop:agent', config.name);
  Tags.of(app).add('outcrop:stage', stage);
  return { app, data, knowledgeBase, agent, laptop };
}
