import type { Cloud } from "../cloud.ts";
import { AlarmActions } from "./alarm-actions.ts";
import { AlarmDirectory } from "./alarm-directory.ts";
import { AlarmEngine, type EngineOptions } from "./alarm-engine.ts";
import { alarmOperations } from "./alarm-operations.ts";
import { describeOperations } from "./describe-operations.ts";
import { MetricStore } from "./metric-store.ts";
import { putMetricDataOperation } from "./put-metric-data.ts";

const HOUR = 3_600_000;

/** Adds CloudWatch to a cloud; metric filters and EMF record into the store that it returns. */
export function registerMonitoring(cloud: Cloud, options: EngineOptions = {}): MetricStore {
  const metrics = new MetricStore(() => cloud.clock.now());
  const alarms = new AlarmDirectory();
  const actions = new AlarmActions(cloud, alarms);
  const engine = new AlarmEngine(cloud, { alarms, metrics, actions }, options);
  cloud.register("monitoring", {
    ...putMetricDataOperation(cloud, metrics),
    ...alarmOperations(cloud, alarms, engine),
    ...describeOperations(cloud, alarms),
  });
  const compact = (): void => {
    metrics.compact();
    cloud.clock.after(HOUR, compact);
  };
  cloud.clock.after(HOUR, compact);
  return metrics;
}
