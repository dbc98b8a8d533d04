import { devNull } from 'node:os';
import * as path from 'node:path';
import type { Credentials } from '../iam/sessions';
import type { FunctionConfiguration } from './function-configuration';

export interface EnvironmentProps {
  readonly configuration: FunctionConfiguration;
  readonly version: string;
  readonly taskRoot: string;
  readonly logStreamName: string;
  /** Endpoints and region that lead the SDKs to the emulator. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Of a session of the function's role. */
  readonly credentials: Credentials;
}

/** The environment of a function's process: Lambda's own variables and the function's, nothing of the developer's. */
export function environmentOf(props: EnvironmentProps): Record<string, string> {
  const { configuration, version, taskRoot, logStreamName, endpoints, credentials } = props;
  const { AWS_REGION = '' } = endpoints;
  return {
    ...endpoints,
    AWS_DEFAULT_REGION: AWS_REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    // The developer's profiles must not leak in, and there is no instance to ask.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySizeInMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: configuration.logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter),
    // Windows finds its own libraries by it.
    ...(process.env.SYSTEMROOT && { SYSTEMROOT: process.env.SYSTEMROOT }),
    TZ: ':UTC',
    _HANDLER: configuration.handler,
    ...configuration.environment,
  };
}
