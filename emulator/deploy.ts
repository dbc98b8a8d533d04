import { type AppIds, idsOf } from './app-ids';
import type { App } from './assembly/app';
import type { Assembly } from './assembly/assembly';
import { resolveApp } from './assembly/resolve-app';
import { provisionTable } from './dynamodb/provision';
import { tablesOf } from './dynamodb/table-definition';
import { checkRoles } from './iam/acting/roles-in-use';
import { iamOf } from './iam/iam';
import { functionsOf } from './lambda/function-configuration';
import type { Inspection } from './lambda/inspect';
import type { Lambda } from './lambda/lambda';
import type { Reaper } from './lambda/reaper';
import { type FunctionPool, processKey, runLambda } from './lambda/run-lambda';
import { removeTaskRoots, taskRootOf } from './lambda/task-root';
import { provisionBuckets } from './s3/buckets/provision';
import type { Services } from './services';

export interface DeployProps
  extends Pick<Services, 'dynamodb' | 'timeToLive' | 's3' | 'sessions' | 'clock' | 'newId' | 'log'> {
  readonly pool: FunctionPool;
  readonly reaper: Reaper;
  readonly taskDirectory: string;
  readonly endpoints: (region: string) => Readonly<Record<string, string>>;
  readonly inspection: Inspection | undefined;
}

export interface Deployment {
  readonly app: App;
  readonly lambda: Lambda;
  readonly ids: AppIds;
}

/**
 * Does what a deployment would: tables, buckets and functions as the templates say. What the templates do not say any
 * more is left alone. Afterwards the assembly's folder is not needed any more.
 */
export async function deploy(assembly: Assembly, props: DeployProps): Promise<Deployment> {
  const { dynamodb, timeToLive, s3, sessions, clock, pool, reaper, newId, log } = props;
  const { taskDirectory, endpoints, inspection } = props;
  const app = resolveApp(assembly);
  const ids = idsOf(app);
  // Before anything is made: a policy that cannot be evaluated leaves nothing behind.
  checkRoles(app, iamOf(app, clock));
  const functions = functionsOf(app);
  dynamodb.belongsTo(app.account, app.region);
  for (const table of tablesOf(app)) {
    const made = await provisionTable(dynamodb, table);
    if (made === 'new' || table.timeToLiveAttribute) {
      await timeToLive.set(table.tableName, table.timeToLiveAttribute);
    }
  }
  await provisionBuckets(s3, app);
  const assets = functions.map(({ asset }) => asset);
  // What earlier runs left behind: a hash in its name makes each edit another folder.
  if (pool.isUnused) await removeTaskRoots(taskDirectory, assets);
  await Promise.all(
    assets.map((asset) => taskRootOf(asset, taskDirectory, async (copy) => inspection?.addSourceMaps(copy))),
  );
  const wanted = new Set(
    functions.flatMap((configuration) =>
      [...configuration.qualifiers.values()].map((version) => processKey(configuration, version)),
    ),
  );
  pool.retain((key) => wanted.has(key));
  const lambda = runLambda({
    functions,
    taskDirectory,
    endpoints: endpoints(app.region),
    sessions,
    pool,
    reaper,
    newId,
    log,
    inspection,
  });
  return { app, lambda, ids };
}
