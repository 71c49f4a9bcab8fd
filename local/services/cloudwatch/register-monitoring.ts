import type { Cloud } from "../../kernel/cloud.ts";
import { modelOf } from "../../kernel/model.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import type { AlarmRecord } from "./alarm.ts";
import { AlarmActions } from "./alarm-actions.ts";
import { AlarmDirectory, type HistoryItem } from "./alarm-directory.ts";
import { AlarmEngine, type EngineOptions } from "./alarm-engine.ts";
import { alarmOperations } from "./alarm-operations.ts";
import { anomalyDetectorOperations, type Detector } from "./anomaly-detectors.ts";
import { type Dashboard, dashboardOperations } from "./dashboards.ts";
import { describeOperations } from "./describe-operations.ts";
import { getMetricDataOperation } from "./get-metric-data.ts";
import { getMetricStatisticsOperation } from "./get-metric-statistics.ts";
import { type InsightRule, insightRuleOperations } from "./insight-rules.ts";
import { listMetricsOperation } from "./list-metrics.ts";
import { keepMetrics } from "./metric-keeper.ts";
import { MetricStore } from "./metric-store.ts";
import model from "./model.json" with { type: "json" };
import { putMetricDataOperation } from "./put-metric-data.ts";
import { ResourceTags } from "./resource-tags.ts";
import { tagOperations } from "./tag-operations.ts";

export interface MonitoringOptions extends EngineOptions {
  /** @default the cloud's */
  readonly storage?: Storage;
  /** Metrics that are there already; nothing in them is rolled up. @default none */
  readonly metrics?: MetricStore;
}

const HOUR = 3_600_000;

/** Adds CloudWatch to a cloud; metric filters and EMF record into the store that it returns. */
export function registerMonitoring(
  cloud: Cloud,
  { storage = cloud.storage, metrics: existing, ...options }: MonitoringOptions = {},
): MetricStore {
  const metrics = existing ?? new MetricStore(() => cloud.clock.now());
  const alarms = openAlarms(storage);
  const tags = new ResourceTags(storage.collection("monitoring.resource-tags"));
  const actions = new AlarmActions(cloud, alarms);
  const engine = new AlarmEngine(cloud, { alarms, metrics, actions }, options);
  cloud.add({
    name: "cloudwatch",
    signedAs: "monitoring",
    model: modelOf(model),
    faults: {
      throttled: { code: "Throttling", statusCode: 400 },
      failed: { code: "InternalServiceFault", statusCode: 500 },
    },
    operations: {},
  });
  cloud.register("monitoring", {
    ...putMetricDataOperation(cloud, metrics),
    ...getMetricDataOperation(cloud, metrics),
    ...getMetricStatisticsOperation(cloud, metrics),
    ...listMetricsOperation(cloud, metrics),
    ...alarmOperations(cloud, alarms, engine),
    ...describeOperations(cloud, alarms),
    ...tagOperations(alarms, tags),
    ...insightRuleOperations(cloud, storage.collection<InsightRule>("insight-rules"), tags),
    ...dashboardOperations(cloud, storage.collection<Dashboard>("dashboards")),
    ...anomalyDetectorOperations(cloud, storage.collection<Detector>("anomaly-detectors")),
  });
  if (storage.durable) keepMetrics(cloud, metrics, storage);
  for (const alarm of alarms.all()) engine.watch(alarm);
  if (existing) return metrics;
  const compact = (): void => {
    metrics.compact();
    cloud.clock.after(HOUR, compact);
  };
  cloud.clock.after(HOUR, compact);
  return metrics;
}

function openAlarms(storage: Storage): AlarmDirectory {
  const records = storage.collection<AlarmRecord>("alarms");
  const history = storage.journal<HistoryItem>("alarm-history");
  const alarms = new AlarmDirectory({
    saved: (alarm) => records.set(alarm.name, alarm),
    removed: (name) => records.delete(name),
    noted: (item) => history.append(item, item.alarmName, item.time),
  });
  const kept = Array.from(records.entries(), ([, alarm]) => alarm);
  alarms.restore(
    kept,
    Array.from(history.rows(), ({ row }) => row),
  );
  return alarms;
}
