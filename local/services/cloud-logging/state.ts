import {
  CLOUD_LOGGING_BUCKET_PURGE_DAYS,
  CLOUD_LOGGING_DEFAULT_RETENTION_DAYS,
  isAnalyzed,
  type LogBucket,
  type LogEntry,
  type LogExclusion,
  type LogLink,
  type LogMetric,
  type LogView,
  parentOf,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GOOGLE_CODES, GoogleError } from "../../kernel/google/google-error.ts";
import { ResourceStore } from "../../kernel/google/resource-store.ts";
import { openCloudMonitoring } from "../cloud-monitoring/state.ts";
import { type ErrorReporting, openErrorReporting } from "../error-reporting/state.ts";
import { BUCKETS, EXCLUSIONS, LINKS, METRICS, SINKS, type SinkRecord, VIEWS } from "./configuration/kinds.ts";
import { acceptEntry, type EntryDefaults } from "./entries/accept-entry.ts";
import { EntryStore } from "./entries/entry-store.ts";
import { compileSelection, type Selection } from "./entries/selection.ts";
import type { Place, StoredEntry } from "./entries/stored-entry.ts";
import { FinishedOperations } from "./finished-operations.ts";
import { MetricCounter } from "./metric-counter.ts";
import { checkLogName } from "./resource-names.ts";
import { EntryRouter } from "./routing/entry-router.ts";
import { SinkExports } from "./routing/sink-exports.ts";

const DEFAULT_MAX_ENTRIES = 1_000_000;
const DAY = 86_400_000;
const PARTIAL_ERRORS_TYPE = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";

export interface WriteRequest extends EntryDefaults {
  readonly entries?: readonly LogEntry[];
  readonly partialSuccess?: boolean;
  readonly dryRun?: boolean;
}

/**
 * What Cloud Logging accepts, routes, keeps and finds in one cloud. New entries are told to the cloud as
 * `google-entries`.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest
 */
export class CloudLogging {
  readonly sinks: ResourceStore<SinkRecord>;
  readonly exclusions: ResourceStore<LogExclusion>;
  readonly metrics: ResourceStore<LogMetric>;
  readonly buckets: ResourceStore<LogBucket>;
  readonly views: ResourceStore<LogView>;
  readonly links: ResourceStore<LogLink>;
  readonly exports = new SinkExports();
  readonly finished = new FinishedOperations();
  readonly router: EntryRouter;
  readonly counter: MetricCounter;
  readonly cloud: Cloud;
  readonly #store: EntryStore;
  readonly #errors: ErrorReporting;
  /** Milliseconds by bucket; undefined of one that is not there. */
  readonly #retentions = new Map<string, number | undefined>();
  #generated = 0;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    const { storage, clock } = cloud;
    const now = () => clock.now();
    this.sinks = new ResourceStore(SINKS, storage.collection("cloud-logging-sinks"), now);
    this.exclusions = new ResourceStore(EXCLUSIONS, storage.collection("cloud-logging-exclusions"), now);
    this.metrics = new ResourceStore(METRICS, storage.collection("cloud-logging-metrics"), now);
    this.buckets = new ResourceStore(BUCKETS, storage.collection("cloud-logging-buckets"), now);
    this.views = new ResourceStore(VIEWS, storage.collection("cloud-logging-views"), now);
    this.links = new ResourceStore(LINKS, storage.collection("cloud-logging-links"), now);
    this.#store = new EntryStore(storage, cloud.maxEvents ?? DEFAULT_MAX_ENTRIES, (bucket) =>
      this.retentionOf(bucket),
    );
    this.counter = new MetricCounter(this.metrics, cloud.state(openCloudMonitoring));
    this.#errors = cloud.state(openErrorReporting);
    this.router = new EntryRouter({
      sinks: this.sinks,
      exclusions: this.exclusions,
      exports: this.exports,
      stores: (bucket) => this.#retention(bucket) !== undefined,
    });
  }

  /** How many entries are kept. */
  get size(): number {
    return this.#store.size;
  }

  /** Milliseconds that a bucket keeps an entry. */
  retentionOf(bucket: string): number {
    return this.#retention(bucket) ?? CLOUD_LOGGING_DEFAULT_RETENTION_DAYS * DAY;
  }

  #retention(bucket: string): number | undefined {
    if (!this.#retentions.has(bucket)) {
      const days = this.buckets.find(bucket)?.retentionDays;
      this.#retentions.set(bucket, days === undefined ? undefined : days * DAY);
    }
    return this.#retentions.get(bucket);
  }

  /** A bucket that is there. @throws GoogleError NOT_FOUND */
  bucket(name: string): LogBucket {
    this.purgeBuckets();
    return this.buckets.get(name);
  }

  /** Removes the buckets whose deletion was asked for long enough ago, with their entries. */
  purgeBuckets(): void {
    const due = this.cloud.clock.now() - CLOUD_LOGGING_BUCKET_PURGE_DAYS * DAY;
    for (const [name, { lifecycleState, updateTime = "" }] of this.buckets.made)
      if (lifecycleState === "DELETE_REQUESTED" && Date.parse(updateTime) <= due) {
        this.buckets.delete(name);
        this.#store.deleteBucket(name);
        this.bucketsChanged();
      }
  }

  /** To be called when a log-based metric was made, changed or removed. */
  metricsChanged(): void {
    this.counter.changed();
  }

  /** To be called when a bucket was made, changed or removed. */
  bucketsChanged(): void {
    this.#retentions.clear();
    this.#store.retentionChanged();
  }

  /** Whether a bucket stores nothing. */
  isEmpty(bucket: string): boolean {
    this.#expire();
    return this.#store.logNames(({ buckets }) => buckets.includes(bucket)).length === 0;
  }

  /** Writes entries; without `partialSuccess` all of them or none. */
  write({ entries = [], partialSuccess = false, dryRun = false, ...defaults }: WriteRequest): void {
    if (defaults.logName) checkLogName(defaults.logName);
    const now = this.cloud.clock.now();
    const accepted: LogEntry[] = [];
    const logEntryErrors: Record<number, { readonly code: number; readonly message: string }> = {};
    let first: GoogleError | undefined;
    for (const [index, entry] of entries.entries()) {
      try {
        accepted.push(acceptEntry(entry, defaults, now, this.#nextInsertId(now)));
      } catch (error) {
        if (!(error instanceof GoogleError)) throw error;
        first ??= error;
        logEntryErrors[index] = { code: GOOGLE_CODES[error.code].number, message: error.message };
      }
    }
    if (first && !partialSuccess) throw first;
    if (!dryRun) this.#keep(accepted, now);
    if (first)
      throw new GoogleError(first.code, first.message, {
        details: accepted.length > 0 ? [{ "@type": PARTIAL_ERRORS_TYPE, logEntryErrors }] : [],
      });
  }

  /** What is older than a bucket keeps entries is accepted and routed, but not stored there. */
  #keep(accepted: readonly LogEntry[], now: number): void {
    this.#expire();
    const routed = accepted.map((entry) => ({ entry, buckets: this.router.route(entry) }));
    for (const { entry, buckets } of routed) {
      this.counter.take(entry, buckets);
      if (buckets.some((bucket) => this.#isAnalyzed(bucket, entry))) this.#errors.take(entry);
    }
    const added = this.#store.add(
      routed.map(({ entry, buckets }) => ({
        entry,
        buckets: buckets.filter((bucket) => Date.parse(entry.timestamp!) >= now - this.retentionOf(bucket)),
      })),
    );
    if (added.length > 0)
      this.cloud.events.emit("google-entries", {
        entries: added.map(({ entry }) => entry as unknown as Record<string, unknown>),
        buckets: added.map(({ buckets }) => buckets),
      });
  }

  /** Whether Error Reporting looks at entries in a bucket. */
  #isAnalyzed(bucket: string, entry: LogEntry): boolean {
    const { kmsKeyName } = this.buckets.find(bucket)?.cmekSettings ?? {};
    return isAnalyzed({ cmek: Boolean(kmsKeyName), ownProject: bucket.startsWith(`${parentOf(entry)}/`) });
  }

  /** Generated ids sort in the order of their entries. */
  #nextInsertId(now: number): string {
    return `${now.toString(36).padStart(9, "0")}${(this.#generated++).toString(36).padStart(7, "0")}`;
  }

  /** The stored entries from a place on, the oldest or the newest first. */
  entriesFrom(start: Place | undefined, descending: boolean): Iterable<StoredEntry> {
    this.#expire();
    return this.#store.from(start, descending);
  }

  /** Names of the logs that have entries of a selection, in order. */
  logNames(selects: Selection): readonly string[] {
    this.#expire();
    return this.#store.logNames(selects);
  }

  /** Removes a log's entries from the bucket `_Default`; it is there again when something is written to it. */
  deleteLog(logName: string): void {
    const name = checkLogName(logName);
    const owner = name.slice(0, name.indexOf("/logs/"));
    if (!this.#store.deleteLog(name, `${owner}/locations/global/buckets/_Default`))
      throw new GoogleError("NOT_FOUND", `The log ${logName} was not found.`);
  }

  /** What a request selects. @throws GoogleError, InvalidArgumentError */
  selection(resourceNames: readonly string[], filter: string): Selection {
    return compileSelection(resourceNames, filter, (name) => this.views.get(name));
  }

  #expire(): void {
    this.#store.expire(this.cloud.clock.now());
  }
}

/** Opens what a cloud keeps of Cloud Logging. */
export function openCloudLogging(cloud: Cloud): CloudLogging {
  return new CloudLogging(cloud);
}
