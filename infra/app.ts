import { App } from 'aws-cdk-lib';
import config from '../agent.config';
import { stages } from '../schemas/agent-config';
import { AgentStack } from './agent-stack';
import { DataStack } from './data-stack';

const app = new App();
const given: unknown = app.node.tryGetContext('stage') ?? 'dev';
const stage = stages.find((known) => known === given);
if (!stage) throw new Error(`-c stage=${String(given)}: the stages are ${stages.join(' and ')}`);

const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
const data = new DataStack(app, `${config.name}-${stage}-data`, { config, stage, env });
new AgentStack(app, `${config.name}-${stage}-agent`, { config, stage, data, env });
app.synth();
