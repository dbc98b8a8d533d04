import config from '../agent.config';
import { defineCommand, start } from './cli/command';
import { CommandError } from './cli/errors';
import { askConsent } from './stack/ask';
import { seedsOf, templatesOf } from './stack/assembly-facts';
import { runCdk } from './stack/cdk';
import { deployFailure } from './stack/deploy-failure';
import { sameStage, stacksOf, synthFlags, targetOf, yesFlag } from './stack/flags';
import { identify, placeOf } from './stack/identity';
import { findStack, outputsOf } from './stack/outputs';
import { describeChecks, modelOf, preflight } from './stack/preflight';
import { synthesize } from './stack/synthesize';

export const deploy = defineCommand({
  name: 'deploy',
  summary: 'Deploys the agent and its tables to AWS, after a look at what could go wrong.',
  flags: { ...synthFlags, ...yesFlag },
  examples: ['npm run -s deploy', 'npm run -s deploy -- --stage prod --profile work --region eu-central-1'],
  async run({ flags, io, signal }) {
    const target = targetOf(flags);
    const { stage } = target;
    modelOf(target);
    const identity = await identify(target);
    const { assembly } = await synthesize(target, { io, signal });
    const checks = await preflight(target, identity, assembly);
    io.stderr.write(`Before the deployment, as ${identity.arn}:\n${describeChecks(checks)}`);
    const stacks = stacksOf(target);
    await askConsent({
      io,
      yes: flags.yes,
      question: `Deploy ${Object.values(stacks).join(' and ')} to ${placeOf(identity)}?`,
      declined: 'Nothing was deployed',
    });
    // What was validated is deployed; and consent to all of it was given.
    const args = ['deploy', '--all', '--app', assembly, '--require-approval', 'never'];
    const { exitCode, output } = await runCdk(args, { io, signal, target: identity.access });
    if (exitCode !== 0) throw deployFailure(output, target);

    const outputs: Record<string, string> = {};
    for (const stackName of Object.values(stacks)) {
      const stack = await findStack(identity.access, stackName);
      if (!stack) {
        throw new CommandError({
          code: 'STACK_MISSING',
          message: `The CDK reports success, but ${placeOf(identity)} has no stack ${stackName}`,
        });
      }
      Object.assign(outputs, outputsOf(stack));
    }
    const template = templatesOf(assembly).get(stacks.data) ?? {};
    const seed =
      seedsOf(assembly, template).length > 0 ? `npm run -s seed -- ${sameStage(target)}` : undefined;
    const attributes = Object.entries(config.laptop.sessionAttributes)
      .map(([key, value]) => ` --attr ${key}=${value}`)
      .join('');
    const prompt = JSON.stringify(config.laptop.samplePrompts[0] ?? 'Hello');
    const next = `npm run -s invoke-agent -- ${sameStage(target)}${attributes} ${prompt}`;
    const { account, region } = identity;
    return {
      result: { stage, account, region, stacks: Object.values(stacks), outputs, checks, next },
      text: [
        `Stage ${stage} is deployed to ${placeOf(identity)}.`,
        ...Object.entries(outputs).map(([key, value]) => `  ${key} ${value}`),
        ...(seed ? ['Fill its tables with the samples:', `  ${seed}`] : []),
        'Talk to it:',
        `  ${next}`,
      ].join('\n'),
    };
  },
});

if (require.main === module) start(deploy);
