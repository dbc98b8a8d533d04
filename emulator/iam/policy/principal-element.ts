import { textsOf } from './condition';
import { PolicyError } from './policy-error';

/**
 * How a Principal element names a caller: by its own name, by `*`, or by its account, which leaves the decision to
 * the caller's own policies.
 */
export type Named = 'itself' | 'anyone' | 'account' | undefined;

/** Who calls, as policies of resources can name it. */
export interface Caller {
  /** A service principal, for example `bedrock.amazonaws.com`. */
  readonly service?: string;
  /** Absent for a service. */
  readonly account?: string;
  /** ARNs: of the user, or of the session and of its role. */
  readonly arns: readonly string[];
}

export type PrincipalElement = (caller: Caller) => Named;

const kinds: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** Principal or NotPrincipal. Federated and canonical users never call the emulator. */
export function principalElement(
  { Principal, NotPrincipal }: { readonly Principal?: unknown; readonly NotPrincipal?: unknown },
  at: string,
): PrincipalElement | undefined {
  if (Principal !== undefined && NotPrincipal !== undefined) {
    throw new PolicyError(at, 'has Principal and NotPrincipal');
  }
  if (Principal !== undefined) return named(Principal, `${at}.Principal`);
  if (NotPrincipal === undefined) return undefined;
  const excluded = named(NotPrincipal, `${at}.NotPrincipal`);
  return (caller) => (excluded(caller) === undefined ? 'anyone' : undefined);
}

function named(element: unknown, at: string): PrincipalElement {
  if (element === '*') return () => 'anyone';
  if (typeof element !== 'object' || element === null) throw new PolicyError(at, 'must be * or an object');
  const of = (kind: string): string[] => {
    const value = (element as Record<string, unknown>)[kind];
    return value === undefined ? [] : textsOf(value, `${at}.${kind}`);
  };
  for (const kind of Object.keys(element)) {
    if (!kinds.has(kind))
      throw new PolicyError(at, `the emulator does not know principals of the kind ${kind}`);
  }
  const services = new Set(of('Service'));
  for (const name of of('AWS')) {
    // IAM user guide, Principal: a wildcard stands for everybody, and never for a part of a name or ARN.
    if (name !== '*' && /[*?]/.test(name)) throw new PolicyError(`${at}.AWS`, `${name} is no principal`);
  }
  const accounts = of('AWS').map(
    (name) => /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1] ?? name,
  );
  return ({ service, account, arns }) => {
    if (service !== undefined) return services.has(service) ? 'itself' : undefined;
    if (arns.some((arn) => accounts.includes(arn))) return 'itself';
    if (accounts.includes('*')) return 'anyone';
    return account !== undefined && accounts.includes(account) ? 'account' : undefined;
  };
}
