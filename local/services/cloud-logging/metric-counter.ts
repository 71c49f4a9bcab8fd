import {
  type CompiledLogMetric,
  compileLogMetric,
  type LogEntry,
  type LogMetric,
  parentOf,
} from "cumulog/semantics";
import type { ResourceStore } from "../../kernel/google/resource-store.ts";
import type { CloudMonitoring } from "../cloud-monitoring/state.ts";

interface ReadyMetric {
  /** The project whose metric it is. */
  readonly project: string;
  readonly compiled: CompiledLogMetric;
}

/**
 * Counts entries into log-based metrics: a project's metrics see every entry that the project receives, whatever its
 * sinks exclude; those of a bucket see what reaches the bucket, whichever project it comes from.
 */
export class MetricCounter {
  readonly #metrics: ResourceStore<LogMetric>;
  readonly #monitoring: CloudMonitoring;
  /** By project, or by bucket. */
  #ready = new Map<string, ReadyMetric[]>();

  constructor(metrics: ResourceStore<LogMetric>, monitoring: CloudMonitoring) {
    this.#metrics = metrics;
    this.#monitoring = monitoring;
    this.changed();
  }

  /** To be called when a metric was made, changed or removed. */
  changed(): void {
    const former = new Set([...this.#ready.values()].flat().map(({ project }) => project));
    const byProject = new Map<string, LogMetric[]>([...former].map((project) => [project, []]));
    this.#ready = new Map();
    for (const [name, metric] of this.#metrics.made) {
      const project = name.slice(0, name.indexOf("/metrics/"));
      byProject.set(project, [...(byProject.get(project) ?? []), metric]);
      const scope = metric.bucketName || project;
      const ready = this.#ready.get(scope) ?? [];
      this.#ready.set(scope, ready);
      ready.push({ project, compiled: compileLogMetric(metric) });
    }
    for (const [project, metrics] of byProject) this.#monitoring.setLogMetrics(project, metrics);
  }

  /** Takes an entry that was received, with the buckets that it is routed to. */
  take(entry: LogEntry, buckets: readonly string[]): void {
    this.#count(parentOf(entry), entry);
    for (const bucket of buckets) this.#count(bucket, entry);
    this.#monitoring.entryReceived(entry);
  }

  #count(scope: string, entry: LogEntry): void {
    for (const { project, compiled } of this.#ready.get(scope) ?? []) {
      const sample = compiled.sample(entry);
      if (sample) this.#monitoring.addSample(project, compiled.metric, sample);
    }
  }
}
