import { EMF_LIMITS } from "./limits.ts";
import type { Unit } from "./units.ts";

/** All values of one metric that share a set of dimensions, a unit and a resolution. */
export interface MetricValues {
  readonly name: string;
  readonly unit: Unit;
  /** Seconds: 1 for a high-resolution metric, else 60. */
  readonly storageResolution: 1 | 60;
  readonly values: readonly number[];
}

/** What the documents of one set of metrics have in common. */
export interface DocumentFrame {
  readonly namespace: string;
  /** Milliseconds since the epoch; the time of the datapoints. */
  readonly timestamp: number;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Names of dimensions of each set under which the metrics are published. */
  readonly dimensionSets: readonly (readonly string[])[];
  /** Further members of the document; searchable, but no metrics. */
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Draft {
  readonly names: Set<string>;
  readonly metrics: MetricValues[];
  bytes: number;
}

const FRAME_BYTES = 1024;
const METRIC_BYTES = 96;
const NUMBER_BYTES = 25;

/**
 * Distributes metrics over as few documents as the limits allow: a document names each metric once, has at most 100
 * metrics, at most 100 values of each, and fits one log event.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function toDocuments(frame: DocumentFrame, metrics: Iterable<MetricValues>): string[] {
  const frameBytes = FRAME_BYTES + Buffer.byteLength(JSON.stringify([frame.dimensions, frame.properties]));
  const drafts: Draft[] = [];
  let firstOpen = 0;
  for (const metric of metrics) {
    let index = firstOpen;
    for (let start = 0; start < metric.values.length; start += EMF_LIMITS.valuesPerMetric) {
      const values = metric.values.slice(start, start + EMF_LIMITS.valuesPerMetric);
      const bytes = METRIC_BYTES + 2 * Buffer.byteLength(metric.name) + NUMBER_BYTES * values.length;
      while (drafts[index] !== undefined && !fits(drafts[index]!, metric.name, bytes)) index += 1;
      drafts[index] ??= { names: new Set(), metrics: [], bytes: frameBytes };
      const draft = drafts[index]!;
      draft.names.add(metric.name);
      draft.metrics.push({ ...metric, values });
      draft.bytes += bytes;
      index += 1;
    }
    while (drafts[firstOpen] !== undefined && isFull(drafts[firstOpen]!)) firstOpen += 1;
  }
  return drafts.map((draft) => serialize(frame, draft.metrics));
}

function isFull(draft: Draft): boolean {
  return draft.metrics.length >= EMF_LIMITS.metricsPerDocument;
}

function fits(draft: Draft, name: string, bytes: number): boolean {
  return !isFull(draft) && !draft.names.has(name) && draft.bytes + bytes <= EMF_LIMITS.documentBytes;
}

function serialize(frame: DocumentFrame, metrics: readonly MetricValues[]): string {
  const document: Record<string, unknown> = Object.create(null);
  document["_aws"] = {
    Timestamp: frame.timestamp,
    CloudWatchMetrics: [
      {
        Namespace: frame.namespace,
        Dimensions: frame.dimensionSets,
        Metrics: metrics.map((metric) =>
          metric.storageResolution === 1
            ? { Name: metric.name, Unit: metric.unit, StorageResolution: 1 }
            : { Name: metric.name, Unit: metric.unit },
        ),
      },
    ],
  };
  Object.assign(document, frame.properties, frame.dimensions);
  for (const metric of metrics) {
    document[metric.name] = metric.values.length === 1 ? metric.values[0] : metric.values;
  }
  return JSON.stringify(document);
}
