import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { createEmulator } from '../../../emulator/create-emulator';
import { agentResources, functionResource, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

it('under a debugger a function shows its own lines, and has no timeout', async () => {
  const app = handMadeApp(
    { ...agentResources('Desk', {}), Greeter: functionResource('greeter', {}, 1) },
    { greeter: '' },
  );
  const source = path.join(app.folder, 'greeter.ts');
  writeFileSync(
    source,
    `interface Event { readonly wait?: boolean }
export const handler = async ({ wait }: Event): Promise<void> => {
  if (wait) await new Promise((resolve) => setTimeout(resolve, 1100));

  throw new Error('here');
};
`,
  );
  const outfile = path.join(app.folder, 'asset.greeter', 'index.js');
  const map = `${outfile}.map`;
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    sourcemap: 'external',
  });
  const hash = createHash('sha256').update(readFileSync(outfile)).digest('hex');
  writeFileSync(path.join(app.folder, 'asset.greeter', `${hash}.map`), readFileSync(map));
  const lines: string[] = [];
  const emulator = await createEmulator({
    assembly: app.folder,
    inspect: { sourceMaps: path.dirname(outfile) },
    log: ({ text }) => lines.push(text),
  });
  const client = new LambdaClient(clientConfig(emulator));
  const command = new InvokeCommand({ FunctionName: 'greeter', Payload: '{"wait":true}' });
  const { trace } = JSON.parse((await client.send(command)).Payload?.transformToString() ?? '');
  client.destroy();
  await emulator.close();
  app.remove();
  expect(trace[1]).toMatch(/greeter\.ts:5:\d+/);
  expect(lines.join('\n')).toMatch(
    /Debugger listening on ws:|inspector on 127.0.0.1:\d+ failed: address already in use/,
  );
});
