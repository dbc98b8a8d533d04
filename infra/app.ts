import * as path from 'node:path';
import config from '../agent.config';
import { ConfigError } from './config-error';
import { createApp } from './create-app';

async function main(): Promise<void> {
  const { app, laptop } = createApp({ config, root: path.join(__dirname, '..') });
  if (!laptop) {
    const { addValidation } = await import('./validation');
    addValidation(app);
  }
  app.synth();
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
