import type { Emulator } from '../../emulator/create-emulator';

/** What any SDK client needs to reach an emulator by its base path; the endpoint can be given as well. */
export function clientConfig({ env }: Pick<Emulator, 'env'>, service = 'lambda') {
  return {
    region: env.AWS_REGION,
    endpoint: env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`],
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  };
}
