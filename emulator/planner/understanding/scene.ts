import type { Knowledge } from '../contract/knowledge';
import type { Operation } from '../contract/operations';
import type { Parameter } from '../contract/parameter';
import { type Call, itemsOf, type Turn } from '../dialogue/conversation';
import {
  type Entity,
  lastShown,
  leastFor,
  type Reference,
  referenceIn,
  resolve,
} from '../dialogue/references';
import { plain } from '../language/words';
import { askedProperties } from './choose';
import type { View } from './view';

/** A text and all that it may refer to. */
export interface Scene {
  readonly text: string;
  readonly before: readonly Turn[];
  /** What was called for this text already. */
  readonly calls: readonly Call[];
  readonly knowledge: Knowledge;
  readonly now: Date;
}

export const identifierOf = ({ parameters }: Operation): Parameter | undefined =>
  parameters.find(({ kind, required }) => kind === 'identifier' && required);

/** What was shown or named last, before this text. */
export function shownFor({ before, knowledge }: Scene, parameter: Parameter, reference?: Reference) {
  const named = (text: string) =>
    (knowledge.identifiers.get(parameter.name)?.find(plain(text)) ?? []).map(({ value }) => value);
  const { shown, list } = lastShown(before, named, parameter, leastFor(reference));
  return shown.length > 0 ? { shown, list } : lastShown(before, named, parameter, 1);
}

/** The list, read without required arguments, whose items carry the identifier. */
export const listFor = ({ knowledge }: Scene, parameter: Parameter): Operation | undefined =>
  knowledge.operations.find(
    ({ writes, answer, parameters }) =>
      !writes &&
      answer.listKey !== undefined &&
      parameters.every(({ required }) => !required) &&
      answer.properties.some(({ name }) => name === parameter.name || name === 'id'),
  );

/** The last list that the conversation showed, if its last turn with calls showed one. */
export function lastList({ before }: Scene): Call | undefined {
  const turn = [...before].reverse().find(({ calls }) => calls.length > 0);
  return turn && [...turn.calls].reverse().find((call) => itemsOf(call) !== undefined);
}

/** What a clause without identifiers points at, if the conversation holds it. */
export function pointingOf(
  scene: Scene,
  operation: Operation,
  view: View,
  mentioned: readonly Entity[],
): Reference | undefined {
  const identifier = identifierOf(operation);
  if (!identifier || view.found.size > 0 || view.malformed.size > 0) return undefined;
  const reference = referenceIn(view.words, operation);
  if (reference && 'fresh' in reference && reference.fresh) {
    return listFor(scene, identifier) ? reference : undefined;
  }
  const { shown, list } =
    mentioned.length > 0 ? { shown: mentioned, list: undefined } : shownFor(scene, identifier, reference);
  if (reference) return resolve(reference, shown, list).length > 0 ? reference : undefined;
  const asksOn = view.act.kind !== 'statement' && askedProperties(operation, view).length > 0;
  const many = view.words.some(({ lower, stem }) => operation.nounStems.has(stem) && lower.endsWith('s'));
  return asksOn && !many && shown.length === 1 ? { kind: 'it' } : undefined;
}

export interface Pointed {
  readonly entities: readonly Entity[];
  /** The list that must be read first. */
  readonly after?: { readonly operation: Operation; readonly input: Readonly<Record<string, unknown>> };
  /** The list that was read first and did not help. */
  readonly empty?: Operation;
}
