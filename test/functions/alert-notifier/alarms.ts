/** An alarm message as SNS delivers it. */
export function alarmMessage(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    AlarmName: "orders-errors",
    AlarmDescription: "Too many failed orders. runbook: https://wiki.example/orders.",
    AWSAccountId: "111122223333",
    AlarmConfigurationUpdatedTimestamp: "2026-11-01T10:00:00.000+0000",
    NewStateValue: "ALARM",
    NewStateReason:
      "Threshold Crossed: 1 out of the last 1 datapoints [6.0 (20/11/26 21:30:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).",
    StateChangeTime: "2026-11-20T21:35:10.123+0000",
    Region: "EU (Ireland)",
    AlarmArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors",
    OldStateValue: "OK",
    Trigger: {
      MetricName: "Errors",
      Namespace: "Shop",
      StatisticType: "Statistic",
      Statistic: "SUM",
      Unit: null,
      Dimensions: [{ value: "/pay", name: "Route" }],
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 5,
      TreatMissingData: "notBreaching",
      EvaluateLowSampleCountPercentile: "",
    },
    ...changes,
  };
}

/** An event with one SNS record. */
export function snsEvent(message: unknown, subject = "ALARM"): unknown {
  return {
    Records: [
      {
        EventSource: "aws:sns",
        Sns: {
          MessageId: "m-1",
          Subject: subject,
          Timestamp: "2026-11-20T21:35:11.000Z",
          Message: typeof message === "string" ? message : JSON.stringify(message),
        },
      },
    ],
  };
}

export const MATH_TRIGGER = {
  Period: 60,
  EvaluationPeriods: 2,
  ComparisonOperator: "GreaterThanThreshold",
  Threshold: 1,
  TreatMissingData: "missing",
  Metrics: [
    { Expression: "errors/requests", Id: "rate", Label: "rate", ReturnData: true },
    {
      Id: "errors",
      ReturnData: false,
      MetricStat: {
        Metric: { Dimensions: [], MetricName: "Errors", Namespace: "Shop" },
        Period: 60,
        Stat: "Sum",
      },
    },
    {
      Id: "requests",
      ReturnData: false,
      MetricStat: {
        Metric: { Dimensions: [], MetricName: "Requests", Namespace: "Shop" },
        Period: 60,
        Stat: "Sum",
      },
    },
  ],
};

export const ANOMALY_TRIGGER = {
  ...MATH_TRIGGER,
  ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
  Threshold: undefined,
  ThresholdMetricId: "band",
  Metrics: [
    { Expression: "ANOMALY_DETECTION_BAND(m1, 2)", Id: "band", ReturnData: true },
    {
      Id: "m1",
      ReturnData: true,
      MetricStat: {
        Metric: { Dimensions: [], MetricName: "Latency", Namespace: "Shop" },
        Period: 60,
        Stat: "Average",
      },
    },
  ],
};

export const EVENT = {
  version: "0",
  id: "e-1",
  "detail-type": "CloudWatch Alarm State Change",
  source: "aws.cloudwatch",
  account: "111122223333",
  time: "2026-11-20T21:35:10Z",
  region: "eu-west-1",
  resources: ["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors"],
  detail: {
    alarmName: "orders-errors",
    configuration: {
      description: "Too many",
      metrics: [
        {
          id: "m",
          returnData: true,
          metricStat: {
            metric: { namespace: "Shop", name: "Errors", dimensions: { Route: "/pay" } },
            period: 300,
            stat: "Sum",
          },
        },
      ],
    },
    previousState: { value: "OK", timestamp: "2026-11-20T20:00:00.000+0000" },
    state: {
      value: "ALARM",
      reason: "Threshold Crossed",
      reasonData: '{"period":300,"evaluatedDatapoints":[{"value":6}]}',
      timestamp: "2026-11-20T21:35:10.123+0000",
    },
  },
};
