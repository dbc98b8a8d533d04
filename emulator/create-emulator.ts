import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { loadAgents } from './agent/definition/load-agents';
import type { ModelFor } from './agent/model';
import type { AppIds } from './app-ids';
import { readAssembly } from './assembly/assembly';
import { bedrockAgentService } from './bedrock-agent/service';
import { bedrockAgentRuntimeService } from './bedrock-agent-runtime/service';
import { bedrockRuntimeService } from './bedrock-runtime/service';
import { cloudformationService } from './cloudformation/service';
import { controlOf } from './control';
import { type Coverage, coverageOf } from './coverage';
import { type Deployment, deploy } from './deploy';
import { DynamoDbEngine } from './dynamodb/engine';
import { dynamodbService } from './dynamodb/service';
import { TimeToLive } from './dynamodb/time-to-live';
import { environmentOf } from './environment';
import { frontDoor } from './front-door/front-door';
import { listen } from './front-door/listen';
import type { ServiceDefinition } from './front-door/service-definition';
import { guarded } from './iam/guard';
import { iamOf } from './iam/iam';
import { Sessions } from './iam/sessions';
import { type Inside, insideOf } from './inside/inside';
import { Taps } from './inside/taps';
import { KnowledgeBases } from './knowledge-base/knowledge-bases';
import { Inspection } from './lambda/inspect';
import { Reaper } from './lambda/reaper';
import { functionPool } from './lambda/run-lambda';
import { lambdaService } from './lambda/service';
import type { Log } from './log';
import { offlineModel } from './offline-model';
import { s3Service } from './s3/service';
import { S3Store } from './s3/store/s3-store';
import type { Clock, Services } from './services';
import { appFolder } from './state/app-folder';
import { type EmulatorDescription, removeDescription, writeDescription } from './state/emulator-file';
import { openState } from './state/state';
import { stsService } from './sts/service';
import { UnderWay } from './under-way';

export interface EmulatorOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** A folder that keeps tables and sessions, one folder in it for each app; by default nothing is kept. */
  readonly state?: { readonly directory: string } | 'ephemeral';
  /** What agents think with; by default the offline planner. */
  readonly model?: ModelFor;
  readonly clock?: Clock;
  readonly newId?: () => string;
  /** By default the emulator's own errors go to stderr, and the functions' logs nowhere. */
  readonly log?: Log;
  /**
   * Opens Node's inspector in the functions' processes, from port 9229 on, and takes away their timeouts.
   * `sourceMaps` is a folder with maps by the SHA-256 of the code that they belong to, `<hash>.map`.
   */
  readonly inspect?: { readonly sourceMaps?: string };
}

export interface Emulator {
  /** For example `http://127.0.0.1:4510`. */
  readonly endpoint: string;
  /** Environment variables that lead any AWS SDK here. */
  readonly env: Readonly<Record<string, string>>;
  readonly ids: AppIds;
  /** Absolute folder of the assembly that runs. */
  readonly assembly: string;
  /** Takes the app as it is synthesized now. What is under way goes on with the app that it began with. */
  reload(assembly: string): Promise<void>;
  /** What a program in the same process can ask of it, beside AWS's operations. */
  readonly inside: Inside;
  /** Every operation of every service that the emulator has, also those that answer 501. */
  coverage(): Promise<readonly Coverage[]>;
  /** Resolves when no other process uses the emulator any more. */
  unused(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between two looks for expired items. */
const sweepEvery = 10_000;

const defaultLog: Log = (line) => {
  if (line.source === 'emulator' && line.level !== 'info') process.stderr.write(`${line.text}\n`);
};

/** Runs a synthesized app behind AWS's wire protocols on one loopback port. Throws StateInUseError. */
export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { clock = { now: Date.now }, newId = randomUUID, log = defaultLog } = options;
  const inspection = options.inspect && new Inspection(options.inspect.sourceMaps);
  const assembly = readAssembly(options.assembly);
  const directory = options.state === 'ephemeral' ? undefined : options.state?.directory;
  const kept = directory === undefined ? undefined : path.resolve(directory, appFolder(assembly));
  const opened: (() => unknown)[] = [];
  const undoAll = async () => {
    for (const undo of opened.splice(0).reverse()) await undo();
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= undoAll();
    return closed;
  };
  const underWay = new UnderWay();
  try {
    const state = await openState(kept);
    opened.push(() => state.close());
    const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'outcrop-'));
    if (!kept) opened.push(() => rmSync(folder, { recursive: true, force: true }));
    const dynamodb = await DynamoDbEngine.open(kept && path.join(kept, 'dynamodb'));
    opened.push(() => dynamodb.close());
    const timeToLive = new TimeToLive(dynamodb, state.collection('time-to-live'), clock);
    const s3 = await S3Store.open({ directory: path.join(folder, 's3'), clock, newId });
    opened.push(() => s3.close());
    const knowledgeBases = await KnowledgeBases.open({ state, s3, clock, newId, log });
    opened.push(() => knowledgeBases.close());
    const model = options.model ?? offlineModel(clock, knowledgeBases);
    opened.push(() => underWay.over());
    const pool = functionPool();
    opened.push(() => pool.close());
    const sessions = new Sessions(clock);
    const reaper = new Reaper();
    opened.push(() => reaper.close());

    let services: readonly ServiceDefinition[] = [];
    let current: Deployment | undefined;
    const leases = new Set<Promise<void>>();
    const onLease = (over: Promise<void>) => {
      leases.add(over);
      over.finally(() => leases.delete(over));
    };
    const taps = new Taps(dynamodb);
    const control = controlOf({ describe, onLease, reload: take, taps });
    const onRequest = (over: Promise<void>) => underWay.add(over);
    const requests = { services: () => services, control, newId, log, onRequest };
    const server = await listen(options.port ?? 0, frontDoor(requests));
    opened.push(() => server.close());
    const endpoint = `http://127.0.0.1:${server.port}`;
    const endpoints = (region: string) => environmentOf(endpoint, region);
    const taskDirectory = path.join(folder, inspection ? 'inspected' : 'functions');
    const instanceId = randomUUID();
    let last: Promise<unknown> = Promise.resolve();

    function take(folderOfAssembly: string): Promise<void> {
      const taken = last.then(async () => {
        const durable = {
          dynamodb,
          timeToLive,
          s3,
          pool,
          reaper,
          sessions,
          clock,
          taskDirectory,
          endpoints,
          inspection,
          newId,
          log,
        };
        const deployment = await deploy(readAssembly(folderOfAssembly), durable);
        const { app } = deployment;
        const lambda = taps.onLambda(deployment.lambda);
        await loadAgents({ app, state, clock });
        await knowledgeBases.deploy(app);
        const startedAt = new Date(clock.now());
        const stores = { state, dynamodb, timeToLive, s3, knowledgeBases, sessions };
        const all = { app, lambda, ...stores, startedAt, model, clock, newId, log };
        services = guarded(servicesOf(all, taps), { app, iam: iamOf(app), sessions });
        current = deployment;
        if (kept) writeDescription(kept, describe());
      });
      last = taken.catch(() => {});
      underWay.add(last);
      return taken;
    }

    function deployed(): Deployment {
      if (!current) throw new Error('The emulator has no app yet');
      return current;
    }

    function describe(): EmulatorDescription {
      const { app, ids } = deployed();
      const { pid } = process;
      return { instanceId, pid, endpoint, env: endpoints(app.region), assembly: app.directory, ...ids };
    }

    await take(options.assembly);
    if (kept) opened.push(() => removeDescription(kept));
    const look = () => underWay.add(timeToLive.sweep().catch(report(log)));
    const sweep = setInterval(look, sweepEvery).unref();
    opened.push(() => clearInterval(sweep));
    return {
      endpoint,
      get env() {
        return endpoints(deployed().app.region);
      },
      get ids() {
        return deployed().ids;
      },
      get assembly() {
        return deployed().app.directory;
      },
      inside: insideOf({ taps, dynamodb, deployed }),
      reload: take,
      coverage: () => coverageOf(services),
      async unused() {
        while (leases.size > 0) await Promise.all(leases);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const report = (log: Log) => (error: Error) =>
  log({ source: 'emulator', level: 'error', text: error.stack ?? error.message });

const servicesOf = (services: Services, taps: Taps): readonly ServiceDefinition[] => [
  bedrockAgentRuntimeService(services),
  bedrockAgentService(services),
  bedrockRuntimeService(services),
  cloudformationService(services),
  taps.onDynamoDb(dynamodbService(services)),
  lambdaService(services),
  s3Service(services),
  stsService(services),
];
