import { isSlipOf } from '../../planner/language/words';

const shortest = 6;

/**
 * Whether a word was meant for another: a letter more, a letter less or two of them swapped. Another letter in the
 * place of one makes another word too easily: Iceland is not Ireland.
 */
export const isMisspelling = (typed: string, meant: string): boolean =>
  typed.length >= shortest &&
  isSlipOf(typed, meant) &&
  (typed.length !== meant.length || [...typed].sort().join('') === [...meant].sort().join(''));
