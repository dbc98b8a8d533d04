import { ensureAssembly } from './assembly';
import { defineCommand, start } from './cli/command';
import { CommandError } from './cli/errors';
import { askConsent } from './stack/ask';
import { runCdk } from './stack/cdk';
import { deployedFate } from './stack/deployed';
import { accessFlags, stackFlags, stacksOf, targetOf, yesFlag } from './stack/flags';
import { identify, placeOf } from './stack/identity';
import type { Remaining } from './stack/remains';

export const destroy = defineCommand({
  name: 'destroy',
  summary: 'Removes a stage from AWS, and says what stays behind.',
  flags: { ...stackFlags, ...yesFlag },
  examples: ['npm run -s destroy', 'npm run -s destroy -- --stage prod --profile work'],
  async run({ flags, io, signal }) {
    const target = targetOf(flags);
    const { stage } = target;
    const identity = await identify(target);
    const fates = await deployedFate(identity.access, Object.values(stacksOf(target)));
    if (fates.length === 0) {
      throw new CommandError({
        code: 'NOTHING_DEPLOYED',
        message: `There is no stage ${stage} in ${placeOf(identity)}`,
        hint: 'Another --profile or --region may have it',
      });
    }
    const stacks = fates.map(({ stackName }) => stackName);
    const tables = fates.flatMap(({ deletedTables }) => deletedTables);
    const remains = fates.flatMap((fate) => fate.remains);
    const access = accessFlags(target).map((flag) => ` ${flag}`);
    const left = describeRemains(remains, access.join(''));
    if (tables.length > 0) {
      io.stderr.write(`Deleted with all their items: ${tables.join(', ')}\n`);
    }
    io.stderr.write(left);
    await askConsent({
      io,
      yes: flags.yes,
      question: `Destroy ${stacks.join(' and ')} in ${placeOf(identity)}?`,
      declined: 'Nothing was destroyed',
    });
    const assembly = await ensureAssembly({ stage, io, signal });
    const args = ['destroy', '--all', '--force', '--app', assembly];
    const { exitCode } = await runCdk(args, { io, signal, target: identity.access });
    if (exitCode !== 0) {
      throw new CommandError({
        code: 'DESTROY_FAILED',
        message: 'Not everything was destroyed',
        hint: 'The DELETE_FAILED above says why; mend it and run the same command again',
      });
    }
    const { account, region } = identity;
    return {
      result: { stage, account, region, destroyed: stacks, deletedTables: tables, remains },
      text: `Stage ${stage} is gone from ${placeOf(identity)}.\n${left}`,
    };
  },
});

function describeRemains(remains: readonly Remaining[], access: string): string {
  const lines = remains.flatMap(({ type, name, remove }) => [
    `  ${type} ${name}`,
    ...(remove.length > 0
      ? remove.map((command) => `    ${command}${access}`)
      : ['    in the console, by hand']),
  ]);
  return [
    ...(lines.length > 0 ? ['What stays, because its policy is to be retained, and how to remove it:'] : []),
    ...lines,
    "The bundles stay in the bucket of the CDK's bootstrap stack, which other apps use too.",
    '',
  ].join('\n');
}

if (require.main === module) start(destroy);
