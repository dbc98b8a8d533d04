import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { projectFiles } from '../infra/project-files';
import type { AgentConfig } from '../schemas/agent-config';
import { type Finding, lintConfig, lintDocument, rules } from '../schemas/lint';
import { type CommandResult, defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';

const defaultConfig = 'agent.config.ts';

export const validate = defineCommand({
  name: 'validate',
  summary: 'Lints contracts and agent.config.ts against the rules of Bedrock, offline.',
  flags: {
    config: {
      type: 'string',
      value: 'FILE',
      description: `The configuration to lint (default: ${defaultConfig})`,
    },
    document: {
      type: 'string',
      value: 'FILE',
      description: 'Lint this OpenAPI document, JSON or YAML, instead',
    },
    'action-group': {
      type: 'string',
      value: 'NAME',
      description: 'With --document: the name that it will have',
    },
    rules: { type: 'boolean', description: 'List all rules with their sources' },
  },
  examples: [
    'npm run -s validate',
    'npm run -s validate -- --document openapi.yaml --action-group bookings',
    'npm run -s validate -- --rules',
  ],
  async run({ flags }) {
    if (flags.rules) return listOfRules();
    if (flags.config !== undefined && flags.document !== undefined) {
      throw new UsageError('--config and --document are two things to lint', 'Give one of them');
    }
    if (flags.document !== undefined) {
      return report(flags.document, lintDocument(readDocument(flags.document), flags['action-group']));
    }
    const file = flags.config ?? defaultConfig;
    return report(file, lintFile(file));
  },
});

function lintFile(file: string): Finding[] {
  const config = loadConfig(file);
  const root = path.dirname(path.resolve(file));
  try {
    return lintConfig(config, projectFiles(root));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandError({
      code: 'CONFIG_INVALID',
      message: `${file} does not export an AgentConfig: ${error.message}`,
      hint: 'npm run -s types names the field that does not fit',
      cause: error,
    });
  }
}

function loadConfig(file: string): AgentConfig {
  read(file);
  let loaded: { readonly default?: unknown };
  try {
    // By name at run time: any configuration can be linted, not the project's own only.
    loaded = require(path.resolve(file));
  } catch (error) {
    throw new CommandError({
      code: 'CONFIG_BROKEN',
      message: `${file} cannot be loaded: ${(error as Error).message}`,
      hint: 'npm run -s types',
      cause: error,
    });
  }
  return (loaded.default ?? loaded) as AgentConfig;
}

function readDocument(file: string): unknown {
  const lines = new LineCounter();
  // JSON is YAML too.
  const parsed = parseDocument(read(file), { lineCounter: lines, prettyErrors: false });
  const [error] = parsed.errors;
  const where = error ? `, line ${lines.linePos(error.pos[0]).line}` : '';
  if (error || !isMap(parsed.contents)) {
    throw new CommandError({
      code: 'DOCUMENT_UNREADABLE',
      message: `${file}${where} is no JSON or YAML object${error ? `: ${error.message}` : ''}`,
    });
  }
  try {
    // As it will be sent: an anchor that contains itself has no such form.
    return JSON.parse(JSON.stringify(parsed.toJS()));
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n');
    const message = `${file} cannot be written as JSON: ${reason}`;
    throw new CommandError({ code: 'DOCUMENT_UNREADABLE', message, cause });
  }
}

function read(file: string): string {
  const text = readIfThere(file);
  if (text !== undefined) return text;
  throw new CommandError({
    code: 'FILE_NOT_FOUND',
    message: `There is no file ${file}`,
    hint: 'Give the path from the folder you are in',
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function report(subject: string, findings: readonly Finding[]): CommandResult {
  const result = { subject, rules: rules.length, findings };
  if (findings.length === 0) return { result, text: `${subject}: no findings (${rules.length} rules)` };
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return { result, text: [`${subject}: ${count}`, ...findings.map(paragraph)].join('\n\n'), exitCode: 1 };
}

function paragraph({ rule, path: at, message, bedrock, mend, source }: Finding): string {
  return lines(rule, {
    at: at || '/',
    problem: message,
    mend,
    Bedrock: bedrock === 'not documented' ? bedrock : `"${bedrock.message}" (${bedrock.source})`,
    source,
  });
}

function listOfRules(): CommandResult {
  const result = rules.map(({ id, demand, bedrock, mend, source }) => ({
    id,
    demand,
    bedrock,
    mend,
    source,
  }));
  const text = result.map(({ id, demand, bedrock, source }) =>
    lines(id, {
      demands: demand,
      Bedrock: bedrock === 'not documented' ? bedrock : `"${bedrock.message}" (${bedrock.source})`,
      source,
    }),
  );
  return { result, text: text.join('\n\n') };
}

const lines = (title: string, fields: Readonly<Record<string, string>>) =>
  [title, ...Object.entries(fields).map(([name, value]) => `  ${name.padEnd(8)} ${value}`)].join('\n');

if (require.main === module) start(validate);
