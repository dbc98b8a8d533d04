import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { type Operation, ServiceError } from '../front-door/operation';
import type { Services } from '../services';

/** Bytes of an event's payload, as Lambda queues it. */
const maxEventPayload = 1024 * 1024;

/** RequestResponse, Event and DryRun. An Event is run once: the retries and destinations of AWS are not there. */
export const invoke =
  ({ lambda, log }: Pick<Services, 'lambda' | 'log'>): Operation<InvocationRequest, InvocationResponse> =>
  async (input, { requestId }) => {
    const {
      FunctionName = '',
      Qualifier,
      InvocationType = 'RequestResponse',
      Payload = new Uint8Array(),
    } = input;
    const name = Qualifier === undefined ? FunctionName : `${FunctionName}:${Qualifier}`;
    const text = Buffer.from(Payload).toString();
    refuseNoJson(text);
    const version = lambda.resolve(name);
    const clientContext = input.ClientContext && Buffer.from(input.ClientContext, 'base64').toString();
    const invocation = () =>
      lambda.invoke(name, text, { requestId, ...(clientContext && { clientContext }) });
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    if (InvocationType === 'Event') {
      if (Payload.length > maxEventPayload) {
        throw new ServiceError(
          'RequestTooLargeException',
          `Request must be smaller than ${maxEventPayload} bytes for the InvokeFunction operation`,
          { fields: { Type: 'User' } },
        );
      }
      invocation().catch((error: Error) => {
        const text = `${requestId} The Event for ${name} is lost: ${error.message}`;
        log({ source: 'emulator', level: 'error', text });
      });
      return { StatusCode: 202 };
    }
    if (InvocationType !== 'RequestResponse') {
      throw new ServiceError(
        'InvalidParameterValueException',
        `InvocationType must be RequestResponse, Event or DryRun, not ${InvocationType}`,
        { fields: { Type: 'User' } },
      );
    }
    const { payload, functionError, logTail } = await invocation();
    return {
      StatusCode: 200,
      ExecutedVersion: version,
      Payload: Buffer.from(payload) as never,
      ...(functionError && { FunctionError: functionError }),
      ...(input.LogType === 'Tail' && { LogResult: Buffer.from(logTail()).toString('base64') }),
    };
  };

function refuseNoJson(text: string): void {
  if (text === '') return;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { fields: { Type: 'User' } },
    );
  }
}
