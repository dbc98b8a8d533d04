import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { policiesFor } from './hand-made-policies';

export interface HandMadeApp {
  /** The assembly's folder. */
  readonly folder: string;
  /** Writes the template anew. */
  write(resources: Readonly<Record<string, unknown>>): void;
  remove(): void;
}

/**
 * An assembly as `cdk synth` would write it, with one stack. `handlers` are the sources of functions by name: the
 * resource `function(name)` runs `index.handler` of that source. The roles that its resources name, and the permissions
 * for Bedrock to run its functions, are added; resources of the same logical ids replace them.
 */
export function handMadeApp(
  resources: Readonly<Record<string, unknown>>,
  handlers: Readonly<Record<string, string>> = {},
): HandMadeApp {
  const folder = mkdtempSync(path.join(tmpdir(), 'hand-made-app-'));
  const json = (file: string, content: unknown) =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  json('manifest.json', {
    version: '48.0.0',
    artifacts: {
      'desk.assets': { type: 'cdk:asset-manifest', properties: { file: 'desk.assets.json' } },
      desk: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'desk.template.json' },
      },
    },
  });
  for (const [name, source] of Object.entries(handlers)) {
    mkdirSync(path.join(folder, `asset.${name}`));
    writeFileSync(path.join(folder, `asset.${name}`, 'index.js'), source);
  }
  json('desk.assets.json', {
    files: Object.fromEntries(
      Object.keys(handlers).map((name) => [
        name,
        { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } },
      ]),
    ),
  });
  const write = (Resources: Readonly<Record<string, unknown>>) =>
    json('desk.template.json', { Resources: { ...policiesFor(Resources), ...Resources } });
  write(resources);
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const functionResource = (name: string, Variables: Record<string, string> = {}, Timeout = 5) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/desk',
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    Environment: { Variables },
    Timeout,
  },
});

/** An agent with an alias, whose logical id is the agent's with `Alias` after it. */
export const agentResources = (logicalId: string, properties: Readonly<Record<string, unknown>>) => ({
  [logicalId]: {
    Type: 'AWS::Bedrock::Agent',
    Properties: {
      AgentName: logicalId,
      AgentResourceRoleArn: 'arn:aws:iam::000000000000:role/agent',
      AutoPrepare: true,
      FoundationModel: 'us.anthropic.claude-sonnet-4-6',
      IdleSessionTTLInSeconds: 600,
      Instruction: 'You look after a shelf of things, and you do what you are asked.',
      ...properties,
    },
  },
  [`${logicalId}Alias`]: {
    Type: 'AWS::Bedrock::AgentAlias',
    Properties: { AgentId: { 'Fn::GetAtt': [logicalId, 'AgentId'] }, AgentAliasName: 'live' },
  },
});
