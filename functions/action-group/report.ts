import { Logger } from '@aws-lambda-powertools/logger';
import { describeError } from './errors';

/** What is logged of every call: nothing that a customer said, is or owns. */
export interface CallReport {
  readonly requestId: string;
  /** Absent where the event named none. */
  readonly operationId?: string;
  readonly httpStatusCode: number;
  /** The stable code of an error. */
  readonly code?: string;
  readonly durationMs: number;
}

/** Takes note of a call; `bug` is what was thrown where nothing should be. */
export type Report = (call: CallReport, bug?: unknown) => void;

/** As Logger numbers its levels. */
const debug = 8;
const info = 12;
let logger: Logger | undefined;
let level = 0;

/**
 * One structured line a call; for a bug an error with its stack, which counts the metric InternalErrors as well.
 * Level, service and namespace come from POWERTOOLS_LOG_LEVEL, POWERTOOLS_SERVICE_NAME and
 * POWERTOOLS_METRICS_NAMESPACE.
 */
export const logCall: Report = (call, bug) => {
  if (!logger) {
    logger = new Logger();
    // Once: Powertools looks into the environment each time.
    level = logger.level;
  }
  if (bug === undefined) {
    if (level <= info) logger.info('call', { ...call });
    return;
  }
  const error = describeError(bug, level <= debug);
  logger.error('call failed', { ...call, error, ...oneInternalError() });
};

/**
 * CloudWatch's embedded metric format, for one metric by `service`, which is a key of every line already. By
 * hand, because Powertools' Metrics would add a seventh to what this code weighs and takes to load.
 */
const oneInternalError = () => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'action-groups',
        Dimensions: [['service']],
        Metrics: [{ Name: 'InternalErrors', Unit: 'Count' }],
      },
    ],
  },
  InternalErrors: 1,
});
