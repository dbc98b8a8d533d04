import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import config from '../agent.config';
import { invokeAgent } from '../client/invoke';
import { createEmulator } from '../emulator/create-emulator';

async function main(argv: string[]): Promise<number> {
  const inputText = argv.join(' ');
  const synth = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_OUTDIR: 'cdk.out' },
  });
  if (synth.status !== 0) return 1;
  const emulator = await createEmulator({ assembly: 'cdk.out' });
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = emulator.env;
  const target = {
    ...emulator.ids,
    client: {
      endpoint: emulator.env.AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME,
      region: AWS_REGION,
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? '', secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '' },
    },
  };
  const { sessionAttributes } = config.laptop;
  for await (const event of invokeAgent(target, { inputText, sessionId: randomUUID(), sessionAttributes })) {
    if ('text' in event) process.stdout.write(event.text);
  }
  process.stdout.write('\n');
  await emulator.close();
  return 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
