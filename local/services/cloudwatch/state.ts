import type { Cloud } from "../../kernel/cloud.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { AlarmRecord } from "./alarm.ts";
import { AlarmActions } from "./alarm-actions.ts";
import { AlarmDirectory, type HistoryItem } from "./alarm-directory.ts";
import { AlarmEngine } from "./alarm-engine.ts";
import type { Detector } from "./anomaly-detector.ts";
import type { Dashboard } from "./dashboard.ts";
import type { InsightRule } from "./insight-rule.ts";
import { keepMetrics } from "./metric-keeper.ts";
import { MetricStore } from "./metric-store.ts";
import { MuteRules } from "./mute-rules.ts";
import { ResourceTags } from "./resource-tags.ts";

/** What CloudWatch keeps in one cloud. */
export interface CloudWatch {
  readonly metrics: MetricStore;
  readonly alarms: AlarmDirectory;
  readonly engine: AlarmEngine;
  readonly mutes: MuteRules;
  /** Tags of whatever is no alarm. */
  readonly tags: ResourceTags;
  readonly insightRules: StoredMap<InsightRule>;
  readonly dashboards: StoredMap<Dashboard>;
  readonly detectors: StoredMap<Detector>;
}

const HOUR = 3_600_000;

/** Opens the metrics of a cloud, and evaluates its alarms on its clock. */
export function openCloudWatch(cloud: Cloud): CloudWatch {
  const { storage, clock } = cloud;
  const metrics = new MetricStore(() => clock.now());
  if (storage.durable) keepMetrics(cloud, metrics, storage);
  const compact = (): void => {
    metrics.compact();
    clock.after(HOUR, compact);
  };
  clock.after(HOUR, compact);
  return cloudWatchOver(cloud, metrics);
}

/** CloudWatch with metrics that are there already; nothing in them is rolled up. */
export function cloudWatchOver(cloud: Cloud, metrics: MetricStore): CloudWatch {
  const { storage } = cloud;
  const alarms = openAlarms(storage);
  const mutes = new MuteRules(cloud, new StoredMap(storage.collection("alarm-mute-rules")));
  const actions = new AlarmActions(cloud, alarms, mutes);
  const engine = new AlarmEngine(cloud, { alarms, metrics, actions });
  for (const alarm of alarms.all()) engine.watch(alarm);
  return {
    metrics,
    alarms,
    engine,
    mutes,
    tags: new ResourceTags(storage.collection("monitoring.resource-tags")),
    insightRules: new StoredMap(storage.collection("insight-rules")),
    dashboards: new StoredMap(storage.collection("dashboards")),
    detectors: new StoredMap(storage.collection("anomaly-detectors")),
  };
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
