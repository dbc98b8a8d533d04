import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
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

const debug = 8;
let logger: Logger | undefined;
let metrics: Metrics | undefined;

/**
 * One structured line a call, and for a bug an error with its stack and the metric InternalErrors. Level, service
 * and namespace come from POWERTOOLS_LOG_LEVEL, POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE.
 */
export const logAndCount: Report = (call, bug) => {
  try {
    logger ??= new Logger();
    if (bug === undefined) {
      logger.info('call', { ...call });
      return;
    }
    logger.error('call failed', { ...call, error: describeError(bug, logger.level <= debug) });
    metrics ??= new Metrics();
    metrics.addMetric('InternalErrors', 'Count', 1);
    metrics.publishStoredMetrics();
  } catch {
    // The answer matters more than what is noted of it.
  }
};
