export interface SyncWorkflowProps {
  readonly knowledgeBaseId: string;
  readonly dataSourceId: string;
  /** URL of the queue that has a message for each change of the documents. */
  readonly changesUrl: string;
  /** Who is told what failed. */
  readonly topicArn: string;
  readonly partition: string;
}

/** Seconds. SQS takes as long to forget all messages (API reference, PurgeQueue). */
const purge = 60;
const pollEvery = 60;
/** A day of polls; Step Functions keeps 25,000 events of an execution, and each poll makes about nine. */
const mostPolls = (24 * 60 * 60) / pollEvery;

/** What passes by itself; everything else is told. */
const retry = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 5,
    MaxAttempts: 4,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];
const brokenOff = [
  {
    ErrorEquals: ['States.ALL'],
    Assign: {
      problem: "{% 'The sync broke off: ' & $states.errorOutput.Error & ' ' & $states.errorOutput.Cause %}",
    },
    Next: 'Was it begun?',
  },
];

/**
 * Syncs when documents changed since the last time, in Amazon States Language with JSONata. The changes are
 * forgotten before the job starts and remembered when it fails, so that none is lost; at worst one sync too many.
 */
export function syncWorkflow(props: SyncWorkflowProps) {
  const { knowledgeBaseId: KnowledgeBaseId, dataSourceId: DataSourceId, changesUrl: QueueUrl } = props;
  const source = { KnowledgeBaseId, DataSourceId };
  const call = (action: string, Arguments: object) => ({
    Type: 'Task',
    Resource: `arn:${props.partition}:states:::aws-sdk:${action}`,
    Arguments,
    Retry: retry,
    Catch: brokenOff,
  });
  const jobs = (statuses: readonly string[]) => ({
    ...source,
    Filters: [{ Attribute: 'STATUS', Operator: 'EQ', Values: statuses }],
    MaxResults: 1,
  });
  const count = '$count($states.result.IngestionJobSummaries)';
  return {
    Comment: 'Syncs the knowledge base when its documents changed, and tells what failed',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Assign: { begun: false, polls: 0 },
        Next: 'Look for a running job',
      },
      'Look for a running job': {
        ...call('bedrockagent:listIngestionJobs', jobs(['STARTING', 'IN_PROGRESS', 'STOPPING'])),
        Assign: { running: `{% ${count} %}`, polls: '{% $polls + 1 %}' },
        Next: 'Is one running?',
      },
      'Is one running?': {
        Type: 'Choice',
        Choices: [
          {
            Condition: `{% $polls > ${mostPolls} %}`,
            Assign: { problem: 'For a day another job has been in the way' },
            Next: 'Was it begun?',
          },
          { Condition: '{% $running > 0 %}', Next: 'Wait for it' },
          // The changes are forgotten already: somebody else's job was quicker, and may have missed some.
          { Condition: '{% $begun %}', Next: 'Start a job' },
        ],
        Default: 'Look for changes',
      },
      'Wait for it': { Type: 'Wait', Seconds: pollEvery, Next: 'Look for a running job' },
      'Look for changes': {
        ...call('sqs:getQueueAttributes', {
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
        Assign: { changes: '{% $number($states.result.Attributes.ApproximateNumberOfMessages) %}' },
        Next: 'Look for a finished job',
      },
      'Look for a finished job': {
        ...call('bedrockagent:listIngestionJobs', jobs(['COMPLETE'])),
        Assign: { finished: `{% ${count} %}` },
        Next: 'Is there anything to do?',
      },
      'Is there anything to do?': {
        Type: 'Choice',
        Choices: [
          // A new data source knows none of the documents that were there before.
          { Condition: '{% $changes > 0 or $finished = 0 %}', Next: 'Forget the changes' },
        ],
        Default: 'In sync',
      },
      'Forget the changes': {
        ...call('sqs:purgeQueue', { QueueUrl }),
        // Another execution forgets them at this moment, which is as good.
        Catch: [
          {
            ErrorEquals: ['Sqs.PurgeQueueInProgressException'],
            Assign: { begun: true },
            Next: 'Wait until they are forgotten',
          },
          ...brokenOff,
        ],
        Retry: [{ ErrorEquals: ['Sqs.PurgeQueueInProgressException'], MaxAttempts: 0 }, ...retry],
        Assign: { begun: true },
        Next: 'Wait until they are forgotten',
      },
      'Wait until they are forgotten': { Type: 'Wait', Seconds: purge, Next: 'Start a job' },
      'Start a job': {
        ...call('bedrockagent:startIngestionJob', { ...source, Description: 'Scheduled sync' }),
        Retry: [{ ErrorEquals: ['BedrockAgent.ConflictException'], MaxAttempts: 0 }, ...retry],
        Catch: [{ ErrorEquals: ['BedrockAgent.ConflictException'], Next: 'Wait for it' }, ...brokenOff],
        Assign: { jobId: '{% $states.result.IngestionJob.IngestionJobId %}', polls: 0 },
        Next: 'Wait for the job',
      },
      'Wait for the job': { Type: 'Wait', Seconds: pollEvery, Next: 'Look at the job' },
      'Look at the job': {
        ...call('bedrockagent:getIngestionJob', { ...source, IngestionJobId: '{% $jobId %}' }),
        Assign: {
          polls: '{% $polls + 1 %}',
          status: '{% $states.result.IngestionJob.Status %}',
          // Nothing is an error in Step Functions, and a job that has just begun has no statistics.
          failed: '{% $sum([0, $states.result.IngestionJob.Statistics.NumberOfDocumentsFailed]) %}',
          reasons: "{% $join($states.result.IngestionJob.FailureReasons, '\\n') & '' %}",
        },
        Next: 'How did it go?',
      },
      'How did it go?': {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $status = 'COMPLETE' and $failed = 0 and $reasons = '' %}", Next: 'In sync' },
          {
            // Not remembered: the same documents would fail again until somebody mends them.
            Condition: "{% $status = 'COMPLETE' %}",
            Assign: {
              problem:
                "{% 'Job ' & $jobId & ' is complete, but ' & $failed & ' documents failed:\\n' & $reasons %}",
            },
            Next: 'Tell what failed',
          },
          {
            Condition: "{% $status = 'FAILED' or $status = 'STOPPED' %}",
            Assign: { problem: "{% 'Job ' & $jobId & ' is ' & $status & ':\\n' & $reasons %}" },
            Next: 'Was it begun?',
          },
          {
            Condition: `{% $polls > ${mostPolls} %}`,
            Assign: { problem: "{% 'Job ' & $jobId & ' has been running for a day' %}" },
            Next: 'Tell what failed',
          },
        ],
        Default: 'Wait for the job',
      },
      'Was it begun?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $begun %}', Next: 'Remember the changes' }],
        Default: 'Tell what failed',
      },
      'Remember the changes': {
        ...call('sqs:sendMessage', { QueueUrl, MessageBody: 'A sync that did not end well' }),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell what failed' }],
        Next: 'Tell what failed',
      },
      'Tell what failed': {
        ...call('sns:publish', {
          TopicArn: props.topicArn,
          Subject: 'The sync of a knowledge base failed',
          Message: `{% 'Knowledge base ${KnowledgeBaseId}, data source ${DataSourceId}\\n' & $substring($problem, 0, 10000) %}`,
        }),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'SyncFailed', Cause: '{% $substring($problem, 0, 10000) %}' },
      'In sync': { Type: 'Succeed' },
    },
  };
}
