import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { type Anomaly, LogWatcher } from "cumulog/analysis";
import { type CompiledPattern, compilePattern } from "cumulog/semantics/pattern";
import type { MetricStore } from "../../cloudwatch/metric-store.ts";
import { groupNameOf } from "../group-identifier.ts";
import type { LogsService } from "../logs-service.ts";
import { anomalyRecord } from "./anomaly-record.ts";

const LOOK_EVERY = 60_000;

interface Watched {
  readonly watcher: LogWatcher;
  readonly pattern: CompiledPattern | undefined;
}

/**
 * Runs the anomaly detectors of the account with the project's own engine: it sees what is ingested, on the cloud's clock. What it has learned
 * is in memory: after a restart it learns again, without the patterns that were excluded.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection.html
 */
export class AnomalyWatching {
  readonly #service: LogsService;
  readonly #metrics: Pick<MetricStore, "record">;
  readonly #watched = new Map<string, Watched>();

  constructor(service: LogsService, metrics: Pick<MetricStore, "record">) {
    this.#service = service;
    this.#metrics = metrics;
    service.ingestionListeners.add((group, _stream, events) => {
      if (service.anomalyDetectors.size === 0) return;
      const arrival = service.cloud.clock.now();
      for (const detector of this.#detectorsOf(group.name)) {
        const { watcher, pattern } = this.#watchedBy(detector);
        for (const { timestamp, message } of events)
          if (pattern === undefined || pattern.match(message) !== undefined)
            this.#record(watcher.add({ timestamp, arrival, message }), detector);
      }
    });
    const look = (): void => {
      this.#look();
      service.cloud.clock.after(LOOK_EVERY, look);
    };
    service.cloud.clock.after(LOOK_EVERY, look);
  }

  /** Judges a pattern no more, or again. */
  exclude(detectorArn: string, patternKey: string, excluded: boolean): void {
    const known = this.#service.anomalyDetectors.get(detectorArn);
    if (known === undefined) return;
    const { detector } = this.#watchedBy(known).watcher;
    this.#service.excludedPatterns.set(detectorArn, patternKey, excluded);
    if (excluded) detector.exclude(patternKey);
    else detector.include(patternKey);
  }

  /** Judges a pattern of a group no more, or again, whichever detectors watch the group. */
  excludeFrom(groupName: string, patternKey: string, excluded: boolean): void {
    for (const { anomalyDetectorArn } of this.#detectorsOf(groupName))
      this.exclude(anomalyDetectorArn!, patternKey, excluded);
  }

  #detectorsOf(groupName: string): Logs.AnomalyDetector[] {
    return [...this.#service.anomalyDetectors.values()].filter(
      ({ anomalyDetectorStatus, logGroupArnList = [] }) =>
        anomalyDetectorStatus !== "PAUSED" && logGroupArnList.some((arn) => groupNameOf(arn) === groupName),
    );
  }

  #watchedBy({ anomalyDetectorArn, filterPattern }: Logs.AnomalyDetector): Watched {
    const known = this.#watched.get(anomalyDetectorArn!);
    if (known !== undefined) return known;
    const pattern = filterPattern === undefined ? undefined : compilePattern(filterPattern);
    const watcher = new LogWatcher({ excluded: this.#service.excludedPatterns.of(anomalyDetectorArn!) });
    const watched = { watcher, pattern };
    this.#watched.set(anomalyDetectorArn!, watched);
    return watched;
  }

  #look(): void {
    const now = this.#service.cloud.clock.now();
    for (const [arn, { watcher }] of this.#watched) {
      const detector = this.#service.anomalyDetectors.get(arn);
      if (detector === undefined) {
        this.#watched.delete(arn);
        continue;
      }
      this.#record(watcher.advance(now), detector);
      const status = watcher.detector.learning ? "TRAINING" : "ANALYZING";
      if (detector.anomalyDetectorStatus !== "PAUSED" && detector.anomalyDetectorStatus !== status)
        this.#service.anomalyDetectors.set(arn, { ...detector, anomalyDetectorStatus: status });
    }
  }

  #record(found: readonly Anomaly[], detector: Logs.AnomalyDetector): void {
    for (const anomaly of found) {
      const record = anomalyRecord(anomaly, detector);
      this.#service.anomalies.set(record.anomalyId, { ...record, patternKey: anomaly.series.key });
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection-Alarms.html
      this.#metrics.record({
        namespace: "AWS/Logs",
        metricName: "AnomalyCount",
        dimensions: { LogAnomalyDetector: detector.detectorName!, LogAnomalyPriority: record.priority! },
        timestamp: this.#service.cloud.clock.now(),
        value: 1,
        unit: "Count",
      });
      this.#service.changed("anomaly", record.anomalyId, "created");
    }
  }
}
