import { serviceNames } from './front-door/service-definition';

/** Variables that lead any AWS SDK and the AWS CLI to the emulator, and nowhere else. */
export function environmentOf(endpoint: string, region: string): Readonly<Record<string, string>> {
  const endpoints = serviceNames.map((name) => [
    `AWS_ENDPOINT_URL_${name.toUpperCase().replaceAll('-', '_')}`,
    `${endpoint}/${name}`,
  ]);
  return {
    // Every other service: it is told that the emulator has none such, instead of asking AWS.
    AWS_ENDPOINT_URL: endpoint,
    ...Object.fromEntries(endpoints),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'OUTCROPEMULATOR',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    // The SDK prints six lines about Node 20 whenever a client is made.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
