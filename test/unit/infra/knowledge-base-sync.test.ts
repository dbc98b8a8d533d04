import { syncWorkflow } from '../../../infra/knowledge-base/sync-workflow';
import { configured as knowledgeBase } from '../../kit/knowledge-base/configured';
import { runStates, type StateMachine, TaskError } from '../../kit/run-states';
import { spelt, synthesize } from './synthesized';

/** It comes without types. */
const aslValidator = require('asl-validator') as (
  definition: unknown,
  options: { readonly checkPaths: boolean; readonly checkArn: boolean },
) => { readonly isValid: boolean; readonly errors: readonly unknown[] };

const definition = JSON.parse(
  JSON.stringify(
    syncWorkflow({
      knowledgeBaseId: 'KB12345678',
      dataSourceId: 'DS12345678',
      changesUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/changes',
      topicArn: 'arn:aws:sns:us-east-1:111122223333:failures',
      partition: 'aws',
    }),
  ),
) as StateMachine;

interface Job {
  Status: string;
  /** Looks at it until it ends. */
  looks?: number;
  end?: { Status: string; failed?: number; FailureReasons?: string[] };
}

interface World {
  jobs: Job[];
  changes: number;
  /** How the next jobs end. */
  ends?: Job['end'][];
  /** Errors by action, the first first. */
  errors?: Record<string, TaskError[]>;
}

/** The services as far as the workflow uses them. A job is looked at twice before it ends. */
async function run(world: World) {
  const told: string[] = [];
  const calls: string[] = [];
  const advance = (job: Job) => {
    job.looks = (job.looks ?? 0) + 1;
    if (job.looks < 2 || !/STARTING|IN_PROGRESS|STOPPING/.test(job.Status)) return;
    job.Status = job.end?.Status ?? 'COMPLETE';
  };
  const execution = await runStates(definition, (resource, parameters) => {
    const action = resource.replace(/^arn:aws:states:::aws-sdk:/, '');
    calls.push(action);
    const error = world.errors?.[action]?.shift();
    if (error) throw error;
    switch (action) {
      case 'bedrockagent:listIngestionJobs': {
        const [filter] = parameters.Filters as { Values: string[] }[];
        const IngestionJobSummaries = world.jobs.filter(({ Status }) => filter?.Values.includes(Status));
        for (const job of world.jobs) advance(job);
        return { IngestionJobSummaries: structuredClone(IngestionJobSummaries) };
      }
      case 'sqs:getQueueAttributes':
        return { Attributes: { ApproximateNumberOfMessages: String(world.changes) } };
      case 'sqs:purgeQueue':
        world.changes = 0;
        return {};
      case 'sqs:sendMessage':
        world.changes += 1;
        return {};
      case 'bedrockagent:startIngestionJob':
        if (world.jobs.some(({ Status }) => Status === 'IN_PROGRESS'))
          throw new TaskError('BedrockAgent.ConflictException', 'A job is running');
        world.jobs.push({ Status: 'IN_PROGRESS', end: world.ends?.shift() });
        return { IngestionJob: { IngestionJobId: `JOB${world.jobs.length}`, Status: 'STARTING' } };
      case 'bedrockagent:getIngestionJob': {
        const job = world.jobs.at(-1);
        if (!job) throw new Error('no job');
        advance(job);
        const ended = job.Status !== 'IN_PROGRESS';
        return {
          IngestionJob: {
            Status: job.Status,
            ...(ended && {
              Statistics: { NumberOfDocumentsFailed: job.end?.failed ?? 0 },
              ...(job.end?.FailureReasons && { FailureReasons: job.end.FailureReasons }),
            }),
          },
        };
      }
      case 'sns:publish':
        told.push(String(parameters.Message));
        return {};
      default:
        throw new Error(`No ${action}`);
    }
  });
  const started = calls.filter((call) => call === 'bedrockagent:startIngestionJob').length;
  return { ...execution, told, calls, started };
}

const complete: Job = { Status: 'COMPLETE' };
const denied = new TaskError('BedrockAgent.AccessDeniedException', 'Not allowed');
const conflict = () => new TaskError('BedrockAgent.ConflictException', 'A job is running');

it('is valid Amazon States Language', () => {
  const { isValid, errors } = aslValidator(definition, { checkPaths: true, checkArn: true });
  expect({ isValid, errors }).toEqual({ isValid: true, errors: [] });
});

it('does nothing when nothing changed', async () => {
  const { status, started, told, seconds } = await run({ jobs: [{ ...complete }], changes: 0 });
  expect({ status, started, told, seconds }).toEqual({
    status: 'SUCCEEDED',
    started: 0,
    told: [],
    seconds: 0,
  });
});

it.each<[string, World]>([
  ['documents changed', { jobs: [{ ...complete }], changes: 3 }],
  ['there was no job yet', { jobs: [], changes: 0 }],
  ['no job ever succeeded', { jobs: [{ Status: 'FAILED' }], changes: 0 }],
])('syncs once when %s', async (_, world) => {
  const { status, started, told } = await run(world);
  expect({ status, started, told }).toEqual({ status: 'SUCCEEDED', started: 1, told: [] });
  expect(world.changes).toBe(0);
});

it('forgets the changes a minute before it starts, so that none is forgotten which it may miss', async () => {
  const { path } = await run({ jobs: [{ ...complete }], changes: 1 });
  const at = path.indexOf('Forget the changes');
  expect(path.slice(at, at + 3)).toEqual([
    'Forget the changes',
    'Wait until they are forgotten',
    'Start a job',
  ]);
  expect(definition.States['Wait until they are forgotten']?.Seconds).toBeGreaterThanOrEqual(60);
});

it('waits for a job that is running, and then looks whether there is still anything to do', async () => {
  const running = (): Job => ({ Status: 'IN_PROGRESS' });
  expect(await run({ jobs: [running()], changes: 0 })).toMatchObject({ status: 'SUCCEEDED', started: 0 });
  const changed = await run({ jobs: [running()], changes: 1 });
  expect(changed).toMatchObject({ status: 'SUCCEEDED', started: 1 });
  expect(changed.path.indexOf('Wait for it')).toBeLessThan(changed.path.indexOf('Look for changes'));
});

it('starts again after somebody who was quicker', async () => {
  const world: World = {
    jobs: [{ ...complete }],
    changes: 1,
    errors: { 'bedrockagent:startIngestionJob': [conflict(), conflict()] },
  };
  expect(await run(world)).toMatchObject({ status: 'SUCCEEDED', started: 3, told: [] });
});

it('tells which documents failed and why, and does not try them again', async () => {
  const world: World = {
    jobs: [],
    changes: 1,
    ends: [{ Status: 'COMPLETE', failed: 2, FailureReasons: ['a.pdf is damaged', 'b.exe: type'] }],
  };
  const { status, error, told } = await run(world);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'SyncFailed' });
  expect(told).toEqual([
    'Knowledge base KB12345678, data source DS12345678\nJob JOB1 is complete, but 2 documents failed:\na.pdf is damaged\nb.exe: type',
  ]);
  expect(world.changes).toBe(0);
});

it('tells of documents that were passed over although none failed', async () => {
  const ends = [{ Status: 'COMPLETE', failed: 0, FailureReasons: ['Ignored 1 files'] }];
  const { told } = await run({ jobs: [], changes: 1, ends });
  expect(told[0]).toContain('Ignored 1 files');
});

it('tells of documents that failed without a reason', async () => {
  const { told } = await run({ jobs: [], changes: 1, ends: [{ Status: 'COMPLETE', failed: 1 }] });
  expect(told[0]).toContain('1 documents failed');
});

it.each(['FAILED', 'STOPPED'])('tells of a job that is %s, and the next time syncs again', async (Status) => {
  const world: World = {
    jobs: [{ ...complete }],
    changes: 1,
    ends: [{ Status, FailureReasons: ['The role may not read'] }],
  };
  const { status, told } = await run(world);
  expect(status).toBe('FAILED');
  expect(told[0]).toContain(`is ${Status}:\nThe role may not read`);
  expect(await run(world)).toMatchObject({ status: 'SUCCEEDED', started: 1 });
});

it.each([
  'bedrockagent:listIngestionJobs',
  'sqs:getQueueAttributes',
  'sqs:purgeQueue',
  'bedrockagent:startIngestionJob',
  'bedrockagent:getIngestionJob',
])('when %s goes on failing, it tells so and forgets no change', async (action) => {
  const world: World = { jobs: [{ ...complete }], changes: 1, errors: { [action]: Array(5).fill(denied) } };
  const { status, told } = await run(world);
  expect(status).toBe('FAILED');
  expect(told[0]).toContain('The sync broke off: BedrockAgent.AccessDeniedException Not allowed');
  expect(world.changes).toBeGreaterThan(0);
});

it('gets over what passes by itself', async () => {
  const throttled = new TaskError('BedrockAgent.ThrottlingException');
  const errors = { 'bedrockagent:getIngestionJob': Array(4).fill(throttled) };
  expect(await run({ jobs: [], changes: 1, errors })).toMatchObject({ status: 'SUCCEEDED', told: [] });
});

it('gives up after a day, within the history that Step Functions keeps', async () => {
  const forever: World = { jobs: [], changes: 1, errors: {} };
  const stuck = { Status: 'IN_PROGRESS', end: { Status: 'IN_PROGRESS' } };
  forever.ends = [stuck.end];
  const own = await run(forever);
  expect(own.told[0]).toContain('has been running for a day');
  const others = await run({ jobs: [stuck], changes: 1 });
  expect(others.told[0]).toContain('another job has been in the way');
  for (const { path } of [own, others]) expect(path.length * 5).toBeLessThan(25_000);
});

it('still fails when nobody can be told', async () => {
  const errors = { 'sns:publish': Array(5).fill(denied), 'sqs:getQueueAttributes': Array(5).fill(denied) };
  expect(await run({ jobs: [], changes: 1, errors })).toMatchObject({ status: 'FAILED', told: [] });
});

describe('the stack', () => {
  const autoSync = { scheduleExpression: 'cron(0 6 * * ? *)', scheduleExpressionTimezone: 'Europe/Berlin' };
  const { knowledgeBase: template } = synthesize({
    change: { knowledgeBase: { ...knowledgeBase, autoSync } },
  });
  if (!template) throw new Error('no stack');

  it('schedules nothing unless it is asked to', () => {
    const { knowledgeBase: without } = synthesize({ change: { knowledgeBase } });
    expect(without?.all('AWS::Scheduler::Schedule')).toEqual([]);
    expect(without?.one('AWS::S3::Bucket').Properties).not.toHaveProperty('NotificationConfiguration');
  });

  it('starts the workflow as configured', () => {
    expect(template.one('AWS::Scheduler::Schedule').Properties).toMatchObject({
      ScheduleExpression: autoSync.scheduleExpression,
      ScheduleExpressionTimezone: autoSync.scheduleExpressionTimezone,
    });
  });

  it('counts changes under the prefix, with no function', () => {
    expect(template.one('AWS::S3::Bucket').Properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(template.one('AWS::Events::Rule').Properties.EventPattern).toMatchObject({
      'detail-type': ['Object Created', 'Object Deleted'],
      detail: { object: { key: [{ prefix: knowledgeBase.inclusionPrefixes?.[0] }] } },
    });
    expect(template.all('AWS::Lambda::Function')).toEqual([]);
  });

  it('lets the workflow do what it does, and no more', () => {
    const granted = template
      .statements('AutoSyncRole')
      .filter(({ Resource }) => Resource !== '*')
      .flatMap(({ Action, Resource }) => [Action].flat().map((action) => `${action} ${spelt(Resource)}`));
    const used = Object.values(definition.States).flatMap(({ Resource = '' }) => {
      const [, name = '', action = ''] = /aws-sdk:(\w+):(\w+)$/.exec(Resource) ?? [];
      if (!action) return [];
      return [`${name.replace('agent', '')}:${action.charAt(0).toUpperCase()}${action.slice(1)}`];
    });
    expect(granted.map((line) => line.split(' ')[0]).sort()).toEqual([...new Set(used)].sort());
    expect(granted.join()).not.toContain('*');
  });

  it('is told of by an output', () => {
    expect(template.outputs).toContain('SyncFailures');
  });
});
