import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../infra/action-group/bundle';
import { interleaved, median, probe } from './measure';
import type { Section } from './results';

const root = path.join(__dirname, '..');
/** What is measured, by its file below the project's folder. */
export const subjects = {
  empty: 'bench/subjects/empty.ts',
  powertools: 'bench/subjects/powertools.ts',
  actionGroup: 'bench/subjects/action-group.ts',
  bareClient: 'bench/subjects/bare-client.ts',
  lambda: 'functions/orders/handler.ts',
} as const;
type Subject = keyof typeof subjects;

const customer = { sessionAttributes: { customerId: 'CUST-001' }, promptSessionAttributes: {} };
const invocation = {
  messageVersion: '1.0',
  agent: { alias: 'TSTALIASID', name: 'bench', version: 'DRAFT', id: 'AGENT12345' },
  sessionId: '123456789012345',
  inputText: 'Where is my order ORD-100001?',
  actionGroup: 'orders',
  ...customer,
};
const orderId = { name: 'orderId', type: 'string', value: 'ORD-100001' };
const events = {
  get: { ...invocation, apiPath: '/orders/{orderId}', httpMethod: 'GET', parameters: [orderId] },
  list: {
    ...invocation,
    apiPath: '/orders',
    httpMethod: 'GET',
    parameters: [{ name: 'limit', type: 'integer', value: '50' }],
  },
  tool: { ...invocation, function: 'getOrder', parameters: [orderId] },
};

const silent = { POWERTOOLS_LOG_LEVEL: 'SILENT', ORDERS_TABLE: 'bench' };
const logging = { POWERTOOLS_LOG_LEVEL: 'INFO', ORDERS_TABLE: 'bench' };

/** Init, size and time a call of the action-group code, beside Powertools and beside a bare handler. */
export async function benchHandlers(rounds: number): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-'));
  try {
    const bundles = {} as Record<Subject, string>;
    for (const [name, entry] of Object.entries(subjects) as [Subject, string][]) {
      bundles[name] = path.join(folder, `${name}.js`);
      await build({
        entryPoints: [path.join(root, entry)],
        outfile: bundles[name],
        ...bundleOptions,
      });
    }
    const files = Object.fromEntries(
      Object.entries(events).map(([name, event]) => {
        const file = path.join(folder, `${name}.event.json`);
        writeFileSync(file, JSON.stringify(event));
        return [name, file];
      }),
    ) as Record<keyof typeof events, string>;

    const init = (subject: Subject) => async () =>
      (await probe(bundles[subject], files.get, 0, silent)).initMs;
    const inits = await interleaved(rounds, {
      empty: init('empty'),
      powertools: init('powertools'),
      actionGroup: init('actionGroup'),
      bareClient: init('bareClient'),
      lambda: init('lambda'),
    });
    const call = (subject: Subject, event: keyof typeof events, env: NodeJS.ProcessEnv) => async () =>
      (await probe(bundles[subject], files[event], 20_000, env)).callUs ?? Number.NaN;
    const calls = await interleaved(Math.max(3, Math.ceil(rounds / 4)), {
      empty: call('empty', 'get', silent),
      powertools: call('powertools', 'tool', silent),
      get: call('actionGroup', 'get', silent),
      getLogged: call('actionGroup', 'get', logging),
      list: call('actionGroup', 'list', silent),
    });

    const kb = (subject: Subject) => statSync(bundles[subject]).size / 1024;
    const ms = (subject: Subject) => `${median(inits[subject]).toFixed(1)} ms`;
    const us = (name: keyof typeof calls) => `${median(calls[name]).toFixed(1)} µs`;
    const logLine = median(calls.getLogged) - median(calls.get);
    const ownKb = kb('lambda') - kb('bareClient');
    const initRatio = median(inits.lambda) / median(inits.bareClient);
    return {
      title: 'Action-group handlers',
      how: `Bundles minified by esbuild for node20. Init: loading the bundle in a fresh process, ${rounds} processes each. Calls: 20,000 warm ones in a process of their own, ${calls.get.length} processes each. Seed rows in memory; logging off unless it says otherwise.`,
      rows: [
        {
          what: 'getOrder, validated in and out',
          measured: us('get'),
          beside: `Powertools for TypeScript, no validation: ${us('powertools')}; empty handler: ${us('empty')}`,
          goal: 'at most 10 µs',
          reached: median(calls.get) <= 10,
        },
        { what: 'one log line a call, on top', measured: `${logLine.toFixed(1)} µs` },
        { what: 'listOrders, a page of 50', measured: us('list') },
        {
          what: 'init of the envelope with its contract',
          measured: ms('actionGroup'),
          beside: `Powertools: ${ms('powertools')}; empty handler: ${ms('empty')}`,
        },
        {
          what: 'size of the envelope with its contract, seed rows included in both',
          measured: `${kb('actionGroup').toFixed(0)} KB`,
          beside: `Powertools: ${kb('powertools').toFixed(0)} KB`,
        },
        {
          what: 'the Lambda: own code on top of a bare handler with the same AWS client',
          measured: `${ownKb.toFixed(0)} KB`,
          beside: `${kb('lambda').toFixed(0)} KB against ${kb('bareClient').toFixed(0)} KB`,
          goal: 'at most 100 KB',
          reached: ownKb <= 100,
        },
        {
          what: 'the Lambda: init against that bare handler',
          measured: `${initRatio.toFixed(2)} times`,
          beside: `${ms('lambda')} against ${ms('bareClient')}`,
          goal: 'at most 1.15 times',
          reached: initRatio <= 1.15,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
