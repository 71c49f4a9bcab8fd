import type { Cloud } from "../../kernel/cloud.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import type { KeptPoint } from "./kept-point.ts";
import type { MetricIdentity } from "./metric-identity.ts";
import type { MetricStore } from "./metric-store.ts";

/** The datapoints of one metric in one hour. */
interface KeptHour {
  readonly identity: MetricIdentity;
  readonly points: readonly KeptPoint[];
}

/** Real time within which a changed datapoint is written. */
const WRITE_AFTER = 200;

/**
 * Keeps the datapoints in a storage: read back at once, written shortly after they change and when the cloud closes. A
 * killed process loses at most the changes of the last fifth of a second.
 */
export function keepMetrics(cloud: Cloud, metrics: MetricStore, storage: Storage): void {
  const collection = storage.collection<KeptHour>("metrics");
  for (const [, { identity, points }] of collection.entries()) metrics.series(identity).restore(points);
  const write = (): void => {
    storage.transaction(() => {
      for (const [key, series] of metrics.entries())
        for (const hour of series.takeChangedHours()) {
          const points = series.keptHour(hour);
          const name = `${key}\u0000${hour}`;
          if (points.length === 0) collection.delete(name);
          else collection.set(name, { identity: series.identity, points });
        }
    });
  };
  const timer = setInterval(write, WRITE_AFTER);
  timer.unref();
  cloud.onClose(() => {
    clearInterval(timer);
    write();
  });
}
