import * as path from 'node:path';
import config from '../agent.config';
import { LintError } from '../schemas/lint';
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
  // What the configuration is to be blamed for needs no stack.
  const known = error instanceof ConfigError || error instanceof LintError;
  const text =
    error instanceof Error && !known ? error.stack : error instanceof Error ? error.message : error;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
