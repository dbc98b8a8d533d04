import type { ModelledOperation } from '../../front-door/sdk-schemas';
import type { WireRequest } from '../../front-door/wire';

type Level = 'service' | 'bucket' | 'object';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly level: Level;
  /** What the query must hold, as `versioning` or `list-type=2`; `x-id` is no more than the operation's name. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Query parameters and headers without which it is another operation: CopyObject has its source. */
  readonly required: readonly Required[];
}

interface Required {
  readonly in: 'query' | 'header';
  readonly name: string;
}

/** Where a request goes: no key is a request to the bucket, no bucket one to the service. */
export interface Address {
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
}

export type FindRoute = (
  request: Pick<WireRequest, 'method' | 'query' | 'headers'>,
  address: Address,
) => string | undefined;

/**
 * S3 tells its operations apart by method, path, query and headers: the one fits that asks for most of what the
 * request has. Operations without a bucket and outside of S3's own endpoint are left out.
 */
export function routesOf(operations: Iterable<ModelledOperation>): FindRoute {
  const routes = [...operations].flatMap(routeOf).sort((a, b) => weight(b) - weight(a));
  return ({ method, query, headers }, { bucket, key }) => {
    const level: Level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
    const fitting = routes.filter(
      (route) =>
        route.method === method &&
        route.level === level &&
        route.query.every(([name, value]) => (value === '' ? query.has(name) : query.get(name) === value)),
    );
    const isComplete = (route: Route) =>
      route.required.every(({ in: place, name }) =>
        place === 'query' ? query.has(name) : headers[name] !== undefined,
      );
    const named = fitting.find(({ name }) => name === query.get('x-id'));
    const found = named && isComplete(named) ? named : fitting.find(isComplete);
    const [first] = fitting;
    // With its own word in the query it is meant even if something is missing: it shall say so.
    return first && first.query.length > (found?.query.length ?? 0) ? first.name : found?.name;
  };
}

const weight = ({ query, required }: Route) => query.length * 100 + required.length;

function routeOf({ name, http, input }: ModelledOperation): Route[] {
  if (!http) return [];
  const [method, uri] = http;
  const [path, search] = uri.split('?');
  if (path !== '/' && path !== '/{Key+}') return [];
  const members = input.isStructSchema() ? input.getMemberSchemas() : {};
  const level = path !== '/' ? 'object' : members.Bucket?.getMergedTraits().httpLabel ? 'bucket' : 'service';
  const query = [...new URLSearchParams(search)].filter(([key]) => key !== 'x-id');
  const required = requiredMembers(input.getSchema()).flatMap((member): Required[] => {
    const { httpQuery, httpHeader } = members[member]?.getMergedTraits() ?? {};
    if (httpQuery) return [{ in: 'query', name: httpQuery }];
    return httpHeader ? [{ in: 'header', name: httpHeader.toLowerCase() }] : [];
  });
  return [{ name, method, level, query, required }];
}

/** A static structure is [3, namespace, name, traits, names, members, how many of the first are required]. */
function requiredMembers(schema: unknown): readonly string[] {
  const [, , , , names = [], , count = 0] = (Array.isArray(schema) ? schema : []) as unknown as [
    number,
    string,
    string,
    unknown,
    (readonly string[])?,
    unknown?,
    number?,
  ];
  return names.slice(0, count);
}
