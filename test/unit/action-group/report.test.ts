import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { createContext, createEvent } from '../../kit/create-event';
import { articles, reservedBy } from './articles';

interface Written {
  readonly stdout: Record<string, unknown>[];
  readonly stderr: Record<string, unknown>[];
}

/** Serves one call with the module loaded anew, as a Lambda with this environment would, and reads its log. */
async function logOf(env: NodeJS.ProcessEnv, fail?: () => never): Promise<Written> {
  const before = { ...process.env };
  Object.assign(process.env, { POWERTOOLS_SERVICE_NAME: 'desk', POWERTOOLS_METRICS_NAMESPACE: 'shop' }, env);
  const written: Written = { stdout: [], stderr: [] };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream].push(JSON.parse(String(text)));
      return true;
    }),
  );
  try {
    await jest.isolateModulesAsync(async () => {
      const load: typeof import('../../../functions/action-group/define-action-group') = jest.requireActual(
        '../../../functions/action-group/define-action-group',
      );
      const handler = load.defineActionGroup(articles, {
        findArticles: (given, { reply }) =>
          fail ? fail() : reply(200, { arguments: JSON.stringify(given) }),
        reserveArticles: (_, { reply, customerId, own }) =>
          reply(409, { code: 'SOLD_OUT', message: 'None left' }, reservedBy(own, customerId)),
      });
      const attributes = { sessionAttributes: { customerId: 'CUST-secret' }, inputText: 'my secret' };
      const event = createEvent(articles, 'findArticles', { text: 'secret' }, attributes);
      await handler(event, createContext({ requestId: 'request-1' }));
      if (fail) return;
      const reservation = { shopId: '7', lines: [{ sku: 'JKT-104', quantity: 1 }], notify: true };
      await handler(createEvent(articles, 'reserveArticles', reservation, attributes), createContext());
      await handler({ ...event, apiPath: '/secret' }, createContext());
    });
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before;
  }
  return written;
}

const bug = (): never => {
  throw Object.assign(new TypeError('CUST-secret has no address', { cause: new Error('secret') }), {
    $metadata: { httpStatusCode: 400, requestId: 'aws-1', attempts: 1 },
  });
};

describe('the log', () => {
  it('has one line a call, with nothing that a customer said or is', async () => {
    const { stdout, stderr } = await logOf({});
    expect(stderr).toEqual([]);
    const line = {
      level: 'INFO',
      message: 'call',
      service: 'desk',
      durationMs: expect.any(Number),
      timestamp: expect.any(String),
    };
    expect(stdout).toMatchObject([
      { ...line, requestId: 'request-1', operationId: 'findArticles', httpStatusCode: 200 },
      { ...line, operationId: 'reserveArticles', httpStatusCode: 409, code: 'SOLD_OUT' },
      { ...line, httpStatusCode: 404, code: 'UNKNOWN_OPERATION' },
    ]);
    expect(JSON.stringify(stdout)).not.toContain('secret');
    expect(Object.keys(stdout[0] ?? {}).sort()).toEqual(
      [
        'level',
        'message',
        'timestamp',
        'service',
        'sampling_rate',
        'requestId',
        'operationId',
        'httpStatusCode',
        'durationMs',
      ].sort(),
    );
  });

  it('has an error with its stack for a bug, which is a metric too, and no message', async () => {
    const { stdout, stderr } = await logOf({}, bug);
    expect([...stdout, ...stderr]).toHaveLength(1);
    const [line] = [...stdout, ...stderr];
    expect(line).toMatchObject({
      level: 'ERROR',
      requestId: 'request-1',
      operationId: 'findArticles',
      httpStatusCode: 500,
      code: 'INTERNAL',
      error: {
        name: 'TypeError',
        stack: expect.arrayContaining([expect.stringContaining('report.test')]),
        awsRequestId: 'aws-1',
        cause: { name: 'Error' },
      },
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'shop',
            Dimensions: [['service']],
            Metrics: [{ Name: 'InternalErrors', Unit: 'Count' }],
          },
        ],
      },
      service: 'desk',
      InternalErrors: 1,
    });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('has an error that is its own cause, and one that is none', async () => {
    const ring = Object.assign(new Error('secret'), { code: 'ECONNRESET' });
    ring.cause = ring;
    const thrown = (what: unknown) => (): never => {
      throw what;
    };
    const [line] = (await logOf({}, thrown(ring))).stderr;
    expect(line).toMatchObject({ error: { name: 'Error', code: 'ECONNRESET', cause: { name: 'Error' } } });
    const [other] = (await logOf({}, thrown({ secret: 'secret' }))).stderr;
    expect(other).toMatchObject({ error: { name: 'thrown object' }, InternalErrors: 1 });
    expect(JSON.stringify([line, other])).not.toContain('secret');
  });

  it('has the message of a bug at level DEBUG alone', async () => {
    const { stdout, stderr } = await logOf({ POWERTOOLS_LOG_LEVEL: 'DEBUG' }, bug);
    expect(JSON.stringify([...stdout, ...stderr])).toContain('CUST-secret has no address');
  });

  it('is as loud as the environment says', async () => {
    expect((await logOf({ POWERTOOLS_LOG_LEVEL: 'ERROR' })).stdout).toEqual([]);
    expect((await logOf({ POWERTOOLS_LOG_LEVEL: 'ERROR' }, bug)).stderr).toHaveLength(1);
    expect(await logOf({ POWERTOOLS_LOG_LEVEL: 'SILENT' }, bug)).toEqual({ stdout: [], stderr: [] });
  });

  it('may fail without the call', async () => {
    const report = () => {
      throw new Error('the log is full');
    };
    const handler = defineActionGroup(
      articles,
      {
        findArticles: (_, { reply }) => reply(200, { arguments: '' }),
        reserveArticles: (_, { reply, customerId, own }) =>
          reply(200, { arguments: '' }, reservedBy(own, customerId)),
      },
      { report },
    );
    const answer = await handler(createEvent(articles, 'findArticles', {}), createContext());
    expect(answer.response.httpStatusCode).toBe(200);
  });
});
