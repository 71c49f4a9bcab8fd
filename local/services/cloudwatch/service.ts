import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { deleteAlarmMuteRule } from "./operations/delete-alarm-mute-rule.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteAnomalyDetector } from "./operations/delete-anomaly-detector.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { deleteInsightRules } from "./operations/delete-insight-rules.ts";
import { describeAlarmContributors } from "./operations/describe-alarm-contributors.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { describeAlarmsForMetric } from "./operations/describe-alarms-for-metric.ts";
import { describeAnomalyDetectors } from "./operations/describe-anomaly-detectors.ts";
import { describeInsightRules } from "./operations/describe-insight-rules.ts";
import { disableAlarmActions } from "./operations/disable-alarm-actions.ts";
import { disableInsightRules } from "./operations/disable-insight-rules.ts";
import { enableAlarmActions } from "./operations/enable-alarm-actions.ts";
import { enableInsightRules } from "./operations/enable-insight-rules.ts";
import { getAlarmMuteRule } from "./operations/get-alarm-mute-rule.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { getInsightRuleReport } from "./operations/get-insight-rule-report.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { getMetricWidgetImage } from "./operations/get-metric-widget-image.ts";
import { listAlarmMuteRules } from "./operations/list-alarm-mute-rules.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putAlarmMuteRule } from "./operations/put-alarm-mute-rule.ts";
import { putAnomalyDetector } from "./operations/put-anomaly-detector.ts";
import { putCompositeAlarm } from "./operations/put-composite-alarm.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putInsightRule } from "./operations/put-insight-rule.ts";
import { putLogAlarm } from "./operations/put-log-alarm.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { CLOUDWATCH_RESOURCES } from "./resources.ts";
import { type CloudWatch, openCloudWatch } from "./state.ts";

/** CloudWatch: metrics with their statistics, alarms, dashboards. */
export const service: Service<CloudWatch> = {
  name: "cloudwatch",
  signedAs: "monitoring",
  model: modelOf(model),
  faults: {
    throttled: { code: "Throttling", statusCode: 400 },
    failed: { code: "InternalServiceFault", statusCode: 500 },
  },
  validation: {
    code: "ValidationError",
    valueOrder: { StateValue: ["INSUFFICIENT_DATA", "ALARM", "OK"] },
    ownWords: [
      "MetricData",
      "EntityMetricDataList",
      "Dimensions",
      "DimensionFilters",
      "MetricDataQueries",
      "SingleMetricAnomalyDetector",
      "MetricMathAnomalyDetector",
      "MetricCharacteristics",
      "AnomalyDetectorConfiguration",
      "StandardUnit",
      "TagList",
    ],
  },
  state: openCloudWatch,
  operations: {
    DeleteAlarms: deleteAlarms,
    DeleteAnomalyDetector: deleteAnomalyDetector,
    DeleteDashboards: deleteDashboards,
    DeleteInsightRules: deleteInsightRules,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DescribeAnomalyDetectors: describeAnomalyDetectors,
    DescribeInsightRules: describeInsightRules,
    DisableAlarmActions: disableAlarmActions,
    DisableInsightRules: disableInsightRules,
    EnableAlarmActions: enableAlarmActions,
    EnableInsightRules: enableInsightRules,
    GetDashboard: getDashboard,
    GetInsightRuleReport: getInsightRuleReport,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    GetMetricWidgetImage: getMetricWidgetImage,
    ListDashboards: listDashboards,
    ListMetrics: listMetrics,
    ListTagsForResource: listTagsForResource,
    PutAnomalyDetector: putAnomalyDetector,
    PutCompositeAlarm: putCompositeAlarm,
    PutDashboard: putDashboard,
    PutInsightRule: putInsightRule,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
    TagResource: tagResource,
    PutLogAlarm: putLogAlarm,
    DescribeAlarmContributors: describeAlarmContributors,
    PutAlarmMuteRule: putAlarmMuteRule,
    GetAlarmMuteRule: getAlarmMuteRule,
    ListAlarmMuteRules: listAlarmMuteRules,
    DeleteAlarmMuteRule: deleteAlarmMuteRule,
    UntagResource: untagResource,
  },
  resources: CLOUDWATCH_RESOURCES,
};
