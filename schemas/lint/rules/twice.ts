import { type Offence, repeated } from '../rule';

/** A rule that no two entries of a list share what `keyOf` gives. */
export function* twice<T>(
  list: readonly T[] | undefined,
  path: string,
  field: string,
  keyOf: (item: T) => string,
): Generator<Offence> {
  for (const { item, index, earlier } of repeated(list ?? [], keyOf)) {
    yield { path: `${path}/${index}${field}`, message: `${keyOf(item)} is entry ${earlier} already` };
  }
}
