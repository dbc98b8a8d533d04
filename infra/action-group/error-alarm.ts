import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface ErrorAlarmProps {
  readonly function: IFunction;
  readonly metricsNamespace: string;
  readonly service: string;
}

/**
 * Goes off when a handler had a bug (it answers the agent all the same, and counts InternalErrors) or its
 * process died or ran out of time (Lambda's own Errors). Tells nobody by itself: add an action to it.
 */
export class ErrorAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ErrorAlarmProps) {
    const internalErrors = new Metric({
      namespace: props.metricsNamespace,
      metricName: 'InternalErrors',
      dimensionsMap: { service: props.service },
      statistic: 'Sum',
    });
    super(scope, id, {
      alarmDescription: `The functions of the action group ${props.service} fail`,
      metric: new MathExpression({
        expression: 'FILL(internal, 0) + FILL(lambda, 0)',
        usingMetrics: { internal: internalErrors, lambda: props.function.metricErrors({ statistic: 'Sum' }) },
        period: Duration.minutes(5),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
