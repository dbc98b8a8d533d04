import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import project from '../../../agent.config';
import { type CreatedApp, createApp } from '../../../infra/create-app';
import type { AgentConfig } from '../../../schemas/agent-config';

export const root = path.join(__dirname, '..', '..', '..');

/**
 * The project's own configuration with one action group, the first that has a table with a seed: whoever adds others
 * breaks no test of the stacks.
 */
export const config: AgentConfig = {
  ...project,
  actionGroups: project.actionGroups
    .filter(({ tables = [] }) => tables.some(({ seed }) => seed !== undefined))
    .slice(0, 1),
};

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export class Synthesized {
  constructor(
    readonly data: StackTemplate,
    readonly agent: StackTemplate,
    readonly knowledgeBase: StackTemplate | undefined,
  ) {}
}

export class StackTemplate {
  constructor(private readonly template: { Resources: Record<string, Resource>; Outputs?: object }) {}

  get outputs(): readonly string[] {
    return Object.keys(this.template.Outputs ?? {});
  }

  all(type: string): [logicalId: string, resource: Resource][] {
    return Object.entries(this.template.Resources).filter(([, resource]) => resource.Type === type);
  }

  /** The only resource of a type. */
  one(type: string): Resource {
    const [first, ...others] = this.all(type);
    if (!first || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} of ${type}`);
    return first[1];
  }

  /** The statements of the policies whose name starts so. */
  statements(policy: string): Statement[] {
    return this.all('AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(policy))
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
  }
}

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The trust in Bedrock's resources of this account and region only. */
export const trustOfBedrock = {
  Statement: [
    {
      Principal: { Service: 'bedrock.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': expect.anything() },
      },
    },
  ],
};

/** A template's value with its references spelt out, for example `arn:${AWS::Partition}:…`. */
export function spelt(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', '']] = Object.entries(value as object);
  if (name === 'Ref') return `\${${argument}}`;
  if (name === 'Fn::GetAtt') return `\${${(argument as string[]).join('.')}}`;
  if (name === 'Fn::ImportValue') return `\${${spelt(argument)}}`;
  if (name === 'Fn::GetStackOutput') {
    const { StackName, OutputName } = argument as Record<string, string>;
    return `\${${StackName}.${OutputName}}`;
  }
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(spelt).join('');
  throw new Error(`Cannot spell ${JSON.stringify(value)}`);
}

export interface SynthesizeOptions {
  readonly change?: Partial<AgentConfig>;
  readonly context?: Readonly<Record<string, unknown>>;
  /** The functions' code too; without it a placeholder takes its place. */
  readonly bundled?: boolean;
  readonly root?: string;
  /** What is done to the stacks before they are synthesized. */
  readonly edit?: (created: CreatedApp) => void;
}

/** Synthesizes that configuration with some changes, without validation. */
export function synthesize(options: SynthesizeOptions = {}): Synthesized {
  const outdir = mkdtempSync(path.join(tmpdir(), 'outcrop-infra-'));
  // The CDK announces each bundle there.
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const created = createApp({
      config: { ...config, ...options.change },
      root: options.root ?? root,
      outdir,
      context: { ...(!options.bundled && { 'aws:cdk:bundling-stacks': [] }), ...options.context },
    });
    options.edit?.(created);
    const { app, data, agent, knowledgeBase } = created;
    const assembly = app.synth();
    const template = (name: string) => new StackTemplate(assembly.getStackByName(name).template);
    return new Synthesized(
      template(data.stackName),
      template(agent.stackName),
      knowledgeBase && template(knowledgeBase.stackName),
    );
  } finally {
    stderr.mockRestore();
    rmSync(outdir, { recursive: true, force: true });
  }
}
