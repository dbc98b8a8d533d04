import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: unknown;
  Condition?: unknown;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
}

export interface DeskAssembly {
  readonly folder: string;
  /** Writes the assembly as it was synthesized, but for this change of the templates by file. */
  write(change?: (templates: Readonly<Record<string, Template>>) => void): void;
  remove(): void;
}

/** The project's own app, synthesized as the laptop does it. */
export async function deskAssembly(): Promise<DeskAssembly> {
  const parent = mkdtempSync(path.join(tmpdir(), 'policies-'));
  const original = path.join(parent, 'original');
  const folder = path.join(parent, 'changed');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: path.join(__dirname, '..', '..', '..'),
    env: {
      ...process.env,
      CDK_OUTDIR: original,
      CDK_CONTEXT_JSON: '{"outcrop:laptop":true,"aws:cdk:enable-path-metadata":true}',
    },
  });
  cpSync(original, folder, { recursive: true });
  const files = readdirSync(original).filter((name) => name.endsWith('.template.json'));
  return {
    folder,
    write(change = () => {}) {
      const templates = Object.fromEntries(
        files.map((file) => [file, JSON.parse(readFileSync(path.join(original, file), 'utf8')) as Template]),
      );
      change(templates);
      for (const [file, template] of Object.entries(templates)) {
        writeFileSync(path.join(folder, file), JSON.stringify(template));
      }
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Something that a policy of the app says, and how to take it out. */
export interface Grant {
  /** For example `KnowledgeBaseRole…: s3:GetObject on …`. */
  readonly name: string;
  remove(templates: Readonly<Record<string, Template>>): void;
}

const listOf = <Item>(value: Item | Item[] | undefined): Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const named = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
/** Each action, each resource and each whole statement of every policy, and each permission of a function. */
export function grantsOf(templates: Readonly<Record<string, Template>>): Grant[] {
  return Object.entries(templates).flatMap(([file, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, resource]) => {
      if (resource.Type === 'AWS::Lambda::Permission') {
        const remove: Grant['remove'] = (all) => void delete all[file]?.Resources[id];
        return [{ name: `${named(id)}: ${resource.Properties.Action}`, remove }];
      }
      return statementsIn(resource).flatMap((statement, index) => {
        const change = (edit: (found: Statement, all: Statement[]) => void) => (all: typeof templates) => {
          const found = statementsIn(all[file]?.Resources[id]);
          const at = found[index];
          if (at) edit(at, found);
        };
        return partsOf(named(id), index, statement, change);
      });
    }),
  );
}

function partsOf(
  id: string,
  index: number,
  statement: Statement,
  change: (edit: (found: Statement, all: Statement[]) => void) => Grant['remove'],
): Grant[] {
  const actions = listOf(statement.Action);
  const resources = listOf(statement.Resource as object | object[] | undefined);
  const whole = {
    name: `${id}[${index}]: ${statement.Effect} ${actions.join(', ')}`,
    remove: change((found, all) => void all.splice(all.indexOf(found), 1)),
  };
  return [
    whole,
    ...(actions.length < 2 ? [] : actions).map((action) => ({
      name: `${id}[${index}]: ${action}`,
      remove: change((found) => {
        found.Action = listOf(found.Action).filter((one) => one !== action);
      }),
    })),
    ...(resources.length < 2 ? [] : resources).map((_, at) => ({
      name: `${id}[${index}]: ${actions.join(', ')} on resource ${at + 1}`,
      remove: change((found) => {
        found.Resource = listOf(found.Resource as object[]).filter((_one, other) => other !== at);
      }),
    })),
  ];
}

/** The statements of a resource's policy, to be changed in place. */
function statementsIn(resource: Resource | undefined): Statement[] {
  const { PolicyDocument, AssumeRolePolicyDocument } = (resource?.Properties ?? {}) as {
    PolicyDocument?: { Statement: Statement[] };
    AssumeRolePolicyDocument?: { Statement: Statement[] };
  };
  return (PolicyDocument ?? AssumeRolePolicyDocument)?.Statement ?? [];
}
