import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import fc from 'fast-check';
import { type Mutation, mutate, mutation } from './mutations';
import { type Seeds, seedsFor, type Wire } from './seeds';
import { openServedApp, type ServedApp } from './served-app';
import { lastInvocationId } from './valid-inputs';

interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface MutatedRequests {
  readonly requests: number;
  readonly seed?: number;
}

/** How many got which status. Throws for the first answer that is not one of AWS's. */
export async function mutatedRequests({ requests, seed }: MutatedRequests): Promise<Record<string, number>> {
  const app = await openServedApp();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const tally: Record<string, number> = {};
  try {
    const asked = asking(app, agent);
    const seeds = await seedsFor(app);
    const plan = fc.record({
      isServed: fc.integer({ min: 0, max: 19 }).map((dice) => dice > 0),
      which: fc.nat(),
      mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
    });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ isServed, which, mutations }) => {
        const wire = mutated(seeds, isServed, which, mutations);
        const reply = await asked(wire);
        const complaint = complaintOf(wire, reply, app);
        if (complaint)
          throw new Error(`${complaint}\n${told(wire)}\n${reply.status} ${reply.text.slice(0, 2000)}`);
        tally[reply.status] = (tally[reply.status] ?? 0) + 1;
        sent += 1;
        if (sent % 100 === 0) await expectWell(seeds, asked);
      }),
      { numRuns: requests, ...(seed !== undefined && { seed }) },
    );
    await expectWell(seeds, asked);
  } finally {
    agent.destroy();
    await app.close();
  }
  return tally;
}

function mutated(seeds: Seeds, isServed: boolean, which: number, mutations: readonly Mutation[]): Wire {
  const from = isServed ? seeds.served : seeds.missing;
  const wire = from[which % from.length];
  if (!wire) throw new Error('There is nothing to mutate');
  return mutations.reduce(mutate, wire);
}

function asking({ emulator }: ServedApp, agent: http.Agent): (wire: Wire) => Promise<Reply> {
  const { port } = new URL(emulator.endpoint);
  let invocationId = 'none';
  return async ({ method, path: pathname, query, headers, body }) => {
    const search = query.map(([name, value]) => `${part(name)}=${part(value)}`).join('&');
    const filled = body.includes(lastInvocationId)
      ? Buffer.from(body.toString().replace(lastInvocationId, invocationId))
      : body;
    const { 'content-length': _, ...others } = headers;
    const request = http.request({
      host: '127.0.0.1',
      port,
      agent,
      method,
      path: `${pathname}${search && `?${search}`}`,
      headers: { ...others, 'content-length': filled.length },
    });
    request.end(filled);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    let text = '';
    for await (const chunk of response) text += chunk;
    invocationId = /"invocationId":"([^"]+)"/.exec(text)?.[1] ?? invocationId;
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  };
}

const part = (text: string) => (/%/.test(text) ? text : encodeURIComponent(text));

/** A bug's trace, or a file's place: no client has anything to do with it. */
const internals = [
  /\bat .{1,200}:\d+:\d+\)?/,
  /node_modules|node:internal/,
  /Cannot read propert|is not a function|is not iterable|Cannot convert undefined|Maximum call stack/,
  /\[object Object\]/,
];

function complaintOf(
  { service, method }: Wire,
  { status, headers, text }: Reply,
  app: ServedApp,
): string | undefined {
  const [bug] = app.log.filter((line) => line.source === 'emulator' && line.level === 'error');
  if (bug) return `The emulator has a bug: ${bug.text}`;
  if (status === 500 || status > 501) return 'The emulator failed';
  // What a function throws is its own, as on AWS: with the trace.
  if (headers['x-amz-function-error']) return undefined;
  const places = [app.directory, app.app.folder, path.resolve(__dirname, '../../..')];
  const shown =
    places.find((place) => text.includes(place)) ?? internals.find((pattern) => pattern.test(text));
  if (shown) return `It shows ${shown}`;
  if (/internalServerException/i.test(text)) return 'The stream failed';
  if (status < 400) return undefined;
  if (method === 'HEAD') return text === '' ? undefined : 'HEAD has a body';
  if (String(headers['content-type']).includes('xml')) {
    const code = /<Code>([A-Za-z\d.]+)<\/Code>/.exec(text);
    const message = /<Message>[^<]+<\/Message>/.exec(text);
    return code && message ? undefined : 'The error has no code or no message';
  }
  if (service === 's3' || service === 'sts' || service === 'cloudformation') {
    // A request that no longer belongs to the service is answered in JSON.
    if (headers['x-amzn-errortype'] === undefined) return 'The error is not in XML';
  }
  const error = JSON.parse(text) as { readonly __type?: unknown; readonly message?: unknown };
  const type = headers['x-amzn-errortype'] ?? error.__type;
  return typeof type === 'string' && type !== '' && typeof error.message === 'string' && error.message !== ''
    ? undefined
    : 'The error has no type or no message';
}

/** The requests that it must still answer, whatever came before. */
const good: readonly string[] = [
  'GetCallerIdentity',
  'ListTables',
  'ListBuckets',
  'ListAgents',
  'DescribeStacks',
  'Retrieve',
  'ApplyGuardrail',
];

async function expectWell({ served }: Seeds, asked: (wire: Wire) => Promise<Reply>): Promise<void> {
  for (const operation of good) {
    const wire = served.find((one) => one.operation === operation);
    const reply = wire && (await asked(wire));
    if (reply?.status !== 200)
      throw new Error(`${operation} is answered with ${reply?.status} ${reply?.text}`);
  }
}

const told = ({ method, path: pathname, query, headers, body }: Wire): string =>
  `${method} ${pathname}?${query.map((pair) => pair.join('=')).join('&')}\n${JSON.stringify(headers)}\n${body.toString().slice(0, 3000)}`;
