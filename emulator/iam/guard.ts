import type { App } from '../assembly/app';
import { type Call, type Operation, ServiceError } from '../front-door/operation';
import type { ServiceDefinition, ServiceName } from '../front-door/service-definition';
import { S3Error } from '../s3/s3-error';
import type { OperationAccess } from './access/access-table';
import { accessTables } from './access/tables';
import type { AccessRequest } from './access-request';
import type { Actor } from './actor';
import { actorOf } from './credentials';
import { AccessDenied } from './denial';
import type { Iam } from './iam';
import type { Sessions } from './sessions';

export interface GuardProps {
  readonly app: App;
  readonly iam: Iam;
  readonly sessions: Sessions;
}

/** Who calls, and what it may do: for operations that ask for more than what their table says. */
export interface Access {
  readonly actor: Actor;
  /** Undefined when it is allowed. */
  refusal(request: AccessRequest): AccessDenied | undefined;
}

/** The services with IAM before each operation. */
export const guarded = (
  services: readonly ServiceDefinition[],
  props: GuardProps,
): readonly ServiceDefinition[] => services.map((service) => guard(service, props));

function guard(service: ServiceDefinition, props: GuardProps): ServiceDefinition {
  const table = accessTables[service.name] ?? {};
  const operations = Object.entries(service.operations).map(([name, operation]) => {
    const access = table[name];
    if (!access) throw new Error(`emulator/iam/access has no entry for ${name} of ${service.name}`);
    return [name, guardOperation(service.name, operation, access, props)];
  });
  return { ...service, operations: Object.fromEntries(operations) };
}

function guardOperation(
  service: ServiceName,
  operation: Operation<never, object>,
  access: OperationAccess,
  { app, iam, sessions }: GuardProps,
): Operation<never, object> {
  const requestsOf =
    typeof access === 'function' ? access : 'requests' in access ? access.requests : undefined;
  const toKnowOfAbsence =
    typeof access !== 'function' && 'toKnowOfAbsence' in access ? access.toKnowOfAbsence : undefined;
  return async (input: never, call: Call) => {
    const actor = actorOf(service, call.accessKeyId, iam, sessions);
    const refusal = (request: AccessRequest) => iam.refusal(actor, request);
    for (const request of requestsOf?.(input, { app }) ?? []) {
      const refused = refusal(request);
      if (refused) throw inTheServicesWords(service, refused);
    }
    try {
      return await operation(input, { ...call, access: { actor, refusal } });
    } catch (error) {
      if (error instanceof AccessDenied) throw inTheServicesWords(service, error);
      const isAbsent = error instanceof ServiceError && absences.has(error.name);
      const refused = isAbsent && toKnowOfAbsence && refusal(toKnowOfAbsence(input, { app }));
      throw refused ? inTheServicesWords(service, refused) : error;
    }
  };
}

const absences: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion']);

/** The exception and status that each service refuses with. */
function inTheServicesWords(service: ServiceName, { message }: AccessDenied): ServiceError {
  switch (service) {
    case 's3':
      return new S3Error('AccessDenied', message, { status: 403 });
    case 'sts':
    case 'cloudformation':
      return new ServiceError('AccessDenied', message, { status: 403 });
    case 'dynamodb':
      return new ServiceError('AccessDeniedException', message, {
        status: 400,
        fields: { __type: 'com.amazon.coral.service#AccessDeniedException' },
      });
    default:
      return new ServiceError('AccessDeniedException', message, { status: 403 });
  }
}
