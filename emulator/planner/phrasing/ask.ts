import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import type { Problem } from '../understanding/fill';
import type { Goal } from '../understanding/goal';
import { capitalized, joined, readableCode } from './values';

const interrogative = /^(?:what|why|how|when|where|who|which|whether|for how|at what)\b/;

/** `the loan number (for example LN-20001)`, `for how many more weeks` */
function wanted({ label, identifier, choices, required }: Parameter): string {
  const example = identifier?.example ? ` (for example ${identifier.example})` : '';
  const values =
    choices.length > 0
      ? ` (${joined(
          choices.map(({ value }) => readableCode(value)),
          'or',
        )})`
      : '';
  const article =
    interrogative.test(label) || /^(?:the|a|an|your|my|only)\b/.test(label) || !required ? '' : 'the ';
  return `${article}${label}${example}${values}`;
}

/** The operation in its own words, for what is known of it: `renew loan LN-20001`. */
export const deedOf = (
  { summary, parameters }: Operation,
  input: Readonly<Record<string, unknown>>,
): string => {
  const id = parameters.find(({ kind, name }) => kind === 'identifier' && name in input);
  const deed = `${summary.slice(0, 1).toLowerCase()}${summary.slice(1)}`.replace(/\.$/, '');
  if (!id) return deed;
  const value = String(input[id.name]);
  const named = deed.replace(/^(\w+) (?:an?|one|the) (\w+)$/, `$1 $2 ${value}`);
  return named === deed ? `${deed} (${value})` : named;
};

/** Asks for exactly what a goal lacks, or says why what was given cannot be passed on. */
export function ask({ operation, input, missing, problems, which }: Goal): string {
  const sentences = problems.map(mend);
  const lacking = missing.map(wanted);
  if (which) {
    sentences.push(
      `Which one do you mean: ${joined(
        which.slice(0, 10).map(({ id }) => id),
        'or',
      )}?`,
    );
    if (operation.writes) sentences.push('Nothing was changed.');
  } else if (problems.length > 0 && lacking.length > 0) {
    sentences.push(`I also need ${joined(lacking)}.`);
  } else if (lacking.length > 0) {
    sentences.push(`To ${deedOf(operation, input)}, please tell me ${joined(lacking)}.`);
  }
  return sentences.join(' ');
}

function mend(problem: Problem): string {
  const { parameter, typed } = problem;
  const { label, identifier } = parameter;
  switch (problem.kind) {
    case 'malformed': {
      const shape = identifier?.shape ? `: it is written ${identifier.shape}` : '';
      const example = identifier?.example ? `, for example ${identifier.example}` : '';
      return `“${typed}” is not ${withArticle(label)}${shape}${example}. Please check it.`;
    }
    case 'unclear-date':
      return `I cannot tell which date “${typed}” is: please write it like 2026-10-01 or 1 October 2026.`;
    case 'bound':
      return `${capitalized(label)}: please give a number ${problem.bound}, not ${typed}.`;
    default:
      return `${capitalized(label)}: please use ${problem.bound}.`;
  }
}

const withArticle = (label: string) =>
  /^(?:the|a|an)\b/.test(label) ? label : `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`;

/** What an operation needs, for somebody who asks how it is done. */
export function howTo(operation: Operation): string {
  const needed = operation.parameters.filter(({ required }) => required).map(wanted);
  const tell = needed.length > 0 ? `please tell me ${joined(needed)}` : 'just say so';
  return `To ${deedOf(operation, {})}, ${tell}.`;
}
