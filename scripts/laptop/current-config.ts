import * as path from 'node:path';
import type { AgentConfig } from '../../schemas/agent-config';

const root = path.join(__dirname, '..', '..');
const file = path.join(root, 'agent.config.ts');
const schemas = path.join(root, 'schemas') + path.sep;

/**
 * agent.config.ts as it stands in the file now. It imports nothing but schemas/, so that it can be loaded beside
 * the modules that this process began with, which stay as they are. Throws what the file throws.
 */
export function currentConfig(): AgentConfig {
  const before = Object.entries(require.cache).filter(([name]) => name === file || name.startsWith(schemas));
  for (const [name] of before) delete require.cache[name];
  try {
    return (require(file) as typeof import('../../agent.config')).default;
  } finally {
    for (const [name, module] of before) require.cache[name] = module;
  }
}
