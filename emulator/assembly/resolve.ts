import { createHash } from 'node:crypto';
import type { Assembly, SynthesizedStack } from './assembly';

export const account = '000000000000';
export const region = 'us-east-1';

const pseudo: Record<string, string> = {
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Ten characters as Bedrock's ids are, the same for the same resource in every synthesis. */
export const bedrockId = (stack: string, logicalId: string): string =>
  BigInt(`0x${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, 10);

/** Resolves CloudFormation's intrinsics in one stack's template, following exports into the others. */
export class Resolver {
  constructor(private readonly assembly: Assembly) {}

  resolve(stack: SynthesizedStack, value: unknown, at: string): unknown {
    if (Array.isArray(value)) return value.map((item, index) => this.resolve(stack, item, `${at}[${index}]`));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === 'Ref' || first[0].startsWith('Fn::'))) {
      return this.intrinsic(stack, first[0], first[1], at);
    }
    return Object.fromEntries(entries.map(([key, item]) => [key, this.resolve(stack, item, `${at}.${key}`)]));
  }

  private intrinsic(stack: SynthesizedStack, name: string, argument: unknown, at: string): unknown {
    if (name === 'Ref') return pseudo[String(argument)] ?? this.ref(stack, String(argument), at);
    if (name === 'Fn::GetAtt') {
      const [logicalId, attribute] = argument as [string, string];
      return this.attribute(stack, logicalId, attribute, at);
    }
    if (name === 'Fn::Join') {
      const [separator, parts] = this.resolve(stack, argument, at) as [string, string[]];
      return parts.join(separator);
    }
    if (name === 'Fn::Sub' && typeof argument === 'string') {
      return argument.replace(/\$\{([^!}][^}]*)\}/g, (_, id: string) =>
        String(this.resolve(stack, { Ref: id }, at)),
      );
    }
    if (name === 'Fn::ImportValue') return this.importValue(String(this.resolve(stack, argument, at)), at);
    throw new Error(`${stack.name} ${at}: the emulator does not resolve ${name}`);
  }

  private importValue(exportName: string, at: string): unknown {
    for (const stack of this.assembly.stacks) {
      for (const [outputId, output] of Object.entries(stack.template.Outputs ?? {})) {
        if (output.Export?.Name === exportName)
          return this.resolve(stack, output.Value, `Outputs.${outputId}`);
      }
    }
    throw new Error(`${at}: no stack exports ${exportName}`);
  }

  private ref(stack: SynthesizedStack, logicalId: string, at: string): string {
    const resource = stack.template.Resources[logicalId];
    if (!resource)
      throw new Error(`${stack.name} ${at}: Ref to ${logicalId}, which the template does not have`);
    if (resource.Type === 'AWS::Lambda::Version') {
      const functionName = this.resolve(
        stack,
        resource.Properties?.FunctionName,
        `${logicalId}.FunctionName`,
      );
      return `arn:aws:lambda:${region}:${account}:function:${functionName}:1`;
    }
    return `${stack.name}-${logicalId}`;
  }

  private attribute(stack: SynthesizedStack, logicalId: string, attribute: string, at: string): string {
    const type = stack.template.Resources[logicalId]?.Type;
    if (['AgentId', 'AgentAliasId', 'GuardrailId', 'Version'].includes(attribute))
      return bedrockId(stack.name, logicalId);
    if (attribute === 'Arn' && type === 'AWS::DynamoDB::GlobalTable') {
      return `arn:aws:dynamodb:${region}:${account}:table/${this.ref(stack, logicalId, at)}`;
    }
    if (attribute === 'Arn' && type === 'AWS::IAM::Role') {
      return `arn:aws:iam::${account}:role/${this.ref(stack, logicalId, at)}`;
    }
    throw new Error(
      `${stack.name} ${at}: the emulator does not resolve ${attribute} of ${type} ${logicalId}`,
    );
  }
}
