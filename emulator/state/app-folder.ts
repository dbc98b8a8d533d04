import type { Assembly } from '../assembly/assembly';

/** The folder name of an app's state: the stack with its first agent names it, so that stages stay apart. */
export function appFolder({ directory, stacks }: Assembly): string {
  const [stack] = stacks.filter(({ template }) =>
    Object.values(template.Resources ?? {}).some(({ Type }) => Type === 'AWS::Bedrock::Agent'),
  );
  const { name } = stack ?? stacks[0] ?? {};
  if (!name) throw new Error(`${directory} has no stacks`);
  return name;
}
