import type { MetricSample, MetricTransformation } from "cumulog/semantics";
import {
  compileTransformer,
  extractEmf,
  type FilteredEvent,
  METRIC_MAX_AGE_MS,
  METRIC_MAX_FUTURE_MS,
  MessageView,
  type MetricFilter,
  mayHoldEmf,
  metricFilter,
  type Transformer,
  type TransformerProcessor,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { MetricFilterRecord } from "./log-group.ts";
import type { MetricSink } from "./logs-service.ts";

const MINUTE = 60_000;

/** What a metric filter is made of. */
export interface ExtractedFilter {
  readonly filterPattern: string;
  readonly metricTransformations: readonly (
    | MetricTransformation
    | MetricFilterRecord["metricTransformations"][0]
  )[];
  readonly emitSystemFieldDimensions?: readonly string[];
  /** Whether the document of the group's transformer is looked at, where there is one. @default false */
  readonly applyOnTransformedLogs?: boolean;
  /** The group's processors, when its events come without their documents. */
  readonly transformer?: readonly TransformerProcessor[];
}

/** An event as it is ingested, with the document that a transformer made of it. */
export interface ExtractedEvent extends FilteredEvent {
  readonly forms?: { readonly transformed?: string };
}

/** Makes metrics of what is ingested: by the group's metric filters, and of the embedded metric format. */
export class MetricExtraction {
  readonly #cloud: Cloud;
  readonly #metrics: MetricSink;
  readonly #filters = new WeakMap<ExtractedFilter, MetricFilter>();
  readonly #transformers = new WeakMap<readonly TransformerProcessor[], Transformer>();
  /** Minutes that wait for their end, by filter. */
  readonly #open = new Map<MetricFilter, Set<number>>();

  constructor(cloud: Cloud, metrics: MetricSink) {
    this.#cloud = cloud;
    this.#metrics = metrics;
  }

  /** Takes events that a group with these filters ingests now. */
  ingest(records: Iterable<ExtractedFilter>, events: readonly ExtractedEvent[]): void {
    const plain: MetricFilter[] = [];
    const transformed: { readonly record: ExtractedFilter; readonly filter: MetricFilter }[] = [];
    for (const record of records) {
      const filter = this.#filterOf(record);
      if (record.applyOnTransformedLogs) transformed.push({ record, filter });
      else plain.push(filter);
    }
    for (const event of events) {
      if (mayHoldEmf(event.message)) this.#recordEmbedded(event.message);
      if (plain.length + transformed.length === 0) continue;
      const message = new MessageView(event.message);
      for (const filter of plain) for (const sample of filter.offer(event, message)) this.#record(sample);
      if (transformed.length === 0) continue;
      const documents = new EventDocuments(event, message, this.#transformers);
      for (const { record, filter } of transformed)
        for (const sample of filter.offer(event, documents.of(record))) this.#record(sample);
    }
    for (const filter of plain) this.#awaitMinutes(filter);
    for (const { filter } of transformed) this.#awaitMinutes(filter);
  }

  /** Takes note of events that are known to match no filter and to hold no metrics. @param timestamps one of each minute is enough */
  pass(records: Iterable<ExtractedFilter>, timestamps: Iterable<number>): void {
    const filters = Array.from(records, (record) => this.#filterOf(record));
    for (const filter of filters) {
      for (const timestamp of timestamps) filter.pass(timestamp);
      this.#awaitMinutes(filter);
    }
  }

  #filterOf(record: ExtractedFilter): MetricFilter {
    let filter = this.#filters.get(record);
    if (!filter) {
      filter = metricFilter({
        pattern: record.filterPattern,
        transformations: record.metricTransformations as readonly MetricTransformation[],
        emitSystemFieldDimensions: record.emitSystemFieldDimensions ?? [],
        systemFields: { "@aws.account": this.#cloud.accountId, "@aws.region": this.#cloud.region },
      });
      this.#filters.set(record, filter);
    }
    return filter;
  }

  #record(sample: MetricSample): void {
    this.#metrics.record(sample);
  }

  #recordEmbedded(message: string): void {
    const now = this.#cloud.clock.now();
    for (const metric of extractEmf(message)) {
      if (metric.timestamp < now - METRIC_MAX_AGE_MS || metric.timestamp > now + METRIC_MAX_FUTURE_MS)
        continue;
      const { namespace, metricName, dimensions, timestamp, unit, storageResolution } = metric;
      this.#metrics.record({
        namespace,
        metricName,
        dimensions,
        timestamp,
        unit,
        storageResolution,
        ...(metric.statisticSet
          ? { statistics: metric.statisticSet }
          : { values: metric.values, ...(metric.counts && { counts: metric.counts }) }),
      });
    }
  }

  /** A minute is over, for its default value, when it has passed and no more events of it can be on their way. */
  #awaitMinutes(filter: MetricFilter): void {
    const { clock } = this.#cloud;
    let waiting = this.#open.get(filter);
    for (const minute of filter.openMinutes) {
      if (waiting?.has(minute)) continue;
      if (!waiting) {
        waiting = new Set();
        this.#open.set(filter, waiting);
      }
      waiting.add(minute);
      const current = Math.floor(clock.now() / MINUTE);
      // A millisecond early, so that what looks at whole minutes finds it.
      clock.at((Math.max(minute, current) + 1) * MINUTE - 1, () => {
        for (const sample of filter.closeMinute(minute)) this.#record(sample);
        const left = this.#open.get(filter);
        left?.delete(minute);
        if (left?.size === 0) this.#open.delete(filter);
      });
    }
  }
}

/** The documents that transformers make of one event; where they make none, its message. */
class EventDocuments {
  readonly #event: ExtractedEvent;
  readonly #transformers: WeakMap<readonly TransformerProcessor[], Transformer>;
  readonly #message: MessageView;
  readonly #documents = new Map<readonly TransformerProcessor[] | undefined, MessageView>();

  constructor(
    event: ExtractedEvent,
    message: MessageView,
    transformers: WeakMap<readonly TransformerProcessor[], Transformer>,
  ) {
    this.#event = event;
    this.#transformers = transformers;
    this.#message = message;
  }

  of({ transformer }: ExtractedFilter): MessageView {
    let view = this.#documents.get(transformer);
    if (view === undefined) {
      const document = transformer ? this.#transformed(transformer) : this.#event.forms?.transformed;
      view = document === undefined ? this.#message : new MessageView(document);
      this.#documents.set(transformer, view);
    }
    return view;
  }

  #transformed(processors: readonly TransformerProcessor[]): string | undefined {
    let transformer = this.#transformers.get(processors);
    if (transformer === undefined) {
      transformer = compileTransformer(processors);
      this.#transformers.set(processors, transformer);
    }
    const result = transformer.transform({ message: this.#event.message });
    return "message" in result ? result.message : undefined;
  }
}
