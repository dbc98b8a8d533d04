import { ServiceError } from '../front-door/operation';

interface EngineError {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

const isEngineError = (error: unknown): error is EngineError =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;

/** dynalite's refusals as ServiceErrors; whatever else it throws is a bug and stays what it is. */
export function serviceErrorOf(error: unknown, fields: object = {}): unknown {
  if (!isEngineError(error)) return error;
  const { __type, message, Message, ...others } = error.body;
  const name = __type.split('#')[1] ?? __type;
  return new ServiceError(name, message ?? Message ?? '', {
    status: error.statusCode,
    fields: { __type, ...others, ...fields },
  });
}

export const validationError = (message: string): ServiceError =>
  new ServiceError('ValidationException', message, {
    fields: { __type: 'com.amazon.coral.validate#ValidationException' },
  });
