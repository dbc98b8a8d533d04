import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { buildProgram } from '../../kit/commands/build-program';
import { firstLine } from '../../kit/commands/first-line';
import { agentResources, functionResource, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';
import { until } from '../../kit/until';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('a killed emulator leaves no function behind, not even one in an endless loop', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'orphans-'));
  const file = (name: string) => path.join(directory, name);
  const note = `require('node:fs').writeFileSync(process.env.NOTE, String(process.pid))`;
  const app = handMadeApp(
    {
      ...agentResources('Desk', {}),
      Looping: functionResource('looping', { NOTE: file('looping') }, 900),
      Waiting: functionResource('waiting', { NOTE: file('waiting') }, 900),
      Crashing: functionResource('crashing', { NOTE: file('crashing') }, 900),
    },
    {
      looping: `exports.handler = async () => { ${note}; for (;;); };`,
      waiting: `exports.handler = async () => { ${note}; };`,
      crashing: `exports.handler = async () => { ${note}; process.exit(1); };`,
    },
  );
  const program = await buildProgram('commands', 'emulator-process.ts');
  const emulator = spawn(process.execPath, [program.file, app.folder, path.join(directory, 'state')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: program.env,
  });
  const env = JSON.parse(await firstLine(emulator)) as Record<string, string>;
  const client = new LambdaClient({ ...clientConfig({ env }), maxAttempts: 1 });
  const invoke = (FunctionName: string) => client.send(new InvokeCommand({ FunctionName }));
  await Promise.all([invoke('waiting'), invoke('crashing')]);
  const cut = invoke('looping').catch(() => 'cut');
  await until(() => existsSync(file('looping')) && readFileSync(file('looping'), 'utf8') !== '');
  const pids = ['looping', 'waiting'].map((name) => Number(readFileSync(file(name), 'utf8')));
  expect(pids.map(isAlive)).toEqual([true, true]);
  emulator.kill('SIGKILL');
  expect(await cut).toBe('cut');
  await until(() => !pids.some(isAlive));
  client.destroy();
  app.remove();
  program.remove();
  rmSync(directory, { recursive: true, force: true });
});
