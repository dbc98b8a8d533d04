import type { App } from '../../assembly/app';
import { ServiceError } from '../../front-door/operation';
import { type GuardrailProperties, parseGuardrail } from './properties';

export interface FoundGuardrail {
  readonly guardrailId: string;
  readonly guardrailArn: string;
  readonly version: string;
  readonly properties: GuardrailProperties;
}

const parsed = new WeakMap<App, Map<string, GuardrailProperties>>();

/**
 * A guardrail by its id or ARN, and a version of it: `DRAFT` or a number that the template publishes. A numbered
 * version holds what the template says now. Throws ResourceNotFoundException.
 */
export function findGuardrail(app: App, identifier: string, version: string): FoundGuardrail {
  const resource = app
    .resources('AWS::Bedrock::Guardrail')
    .find((one) => [one.attribute('GuardrailId'), one.attribute('GuardrailArn')].includes(identifier));
  if (!resource) throw missing(`there is no guardrail ${identifier}`);
  const guardrailId = resource.attribute('GuardrailId');
  const published = app
    .resources('AWS::Bedrock::GuardrailVersion')
    .filter((one) => one.attribute('GuardrailId') === guardrailId)
    .map((one) => one.attribute('Version'));
  if (version !== 'DRAFT' && !published.includes(version)) {
    throw missing(`${guardrailId} has the versions ${['DRAFT', ...published].join(', ')}, not ${version}`);
  }
  const known = parsed.get(app) ?? new Map<string, GuardrailProperties>();
  parsed.set(app, known);
  const properties =
    known.get(guardrailId) ??
    parseGuardrail({ ...resource.properties }, `${resource.stack} ${resource.logicalId}`);
  known.set(guardrailId, properties);
  return { guardrailId, guardrailArn: resource.attribute('GuardrailArn'), version, properties };
}

const missing = (why: string) =>
  new ServiceError(
    'ResourceNotFoundException',
    `The guardrail identifier or version provided in the request does not exist (${why})`,
  );
