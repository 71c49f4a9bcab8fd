import type { LogEntry, LoggingFilter } from "cumulog/semantics";
import type { Cloud } from "../../../kernel/cloud.ts";
import { GoogleError } from "../google-error.ts";
import { parseQuery } from "../query.ts";
import { EXCLUSION_MEMBERS, EXCLUSIONS, type LogExclusion } from "./exclusions.ts";
import { checkMetricUpdate, type LogMetric, METRIC_MEMBERS, METRICS } from "./metrics.ts";
import { NamedResources } from "./named-resources.ts";
import {
  hasUniqueWriter,
  type LogSink,
  SINK_MEMBERS,
  SINK_MEMBERS_BY_DEFAULT,
  SINKS,
  writerIdentityOf,
} from "./sinks.ts";

export interface SinkRequest {
  readonly sink?: LogSink;
  readonly uniqueWriterIdentity?: boolean;
  /** Paths in camel case. */
  readonly updateMask?: readonly string[];
}

/**
 * Sinks, exclusions and log-based metrics. Exclusions keep entries from being stored. Sinks and metrics are checked and
 * kept; there is nothing here that they could export or report to.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#configservicev2
 */
export class LoggingConfiguration {
  readonly sinks: NamedResources<LogSink>;
  readonly exclusions: NamedResources<LogExclusion>;
  readonly metrics: NamedResources<LogMetric>;
  readonly #queries = new WeakMap<LogExclusion, LoggingFilter>();

  constructor({ storage, clock }: Cloud) {
    const now = () => clock.now();
    this.sinks = new NamedResources(SINKS, storage.collection("google-sinks"), now);
    this.exclusions = new NamedResources(EXCLUSIONS, storage.collection("google-exclusions"), now);
    this.metrics = new NamedResources(METRICS, storage.collection("google-metrics"), now);
  }

  createSink(parent: string, { sink, uniqueWriterIdentity = false }: SinkRequest): LogSink {
    const given = required(sink, "sink");
    const writerIdentity = writerIdentityOf(parent, given, uniqueWriterIdentity);
    const { writerIdentity: _, ...rest } = given;
    return this.sinks.create(parent, writerIdentity === undefined ? rest : { ...rest, writerIdentity });
  }

  updateSink(name: string, { sink, uniqueWriterIdentity = false, updateMask = [] }: SinkRequest): LogSink {
    const previous = this.sinks.get(name);
    const members = updateMask.length === 0 ? SINK_MEMBERS_BY_DEFAULT : membersOf(updateMask, SINK_MEMBERS);
    const next = { ...previous, ...sink };
    const parent = name.slice(0, name.indexOf("/sinks/"));
    const writerIdentity = writerIdentityOf(parent, next, uniqueWriterIdentity || hasUniqueWriter(previous));
    return this.sinks.update(name, { ...required(sink, "sink"), writerIdentity } as LogSink, [
      ...members,
      "writerIdentity",
    ]);
  }

  createExclusion(parent: string, exclusion: LogExclusion | undefined): LogExclusion {
    return this.exclusions.create(parent, required(exclusion, "exclusion"));
  }

  updateExclusion(
    name: string,
    exclusion: LogExclusion | undefined,
    updateMask: readonly string[] = [],
  ): LogExclusion {
    if (updateMask.length === 0)
      throw new GoogleError("INVALID_ARGUMENT", "The update mask names no field.", { field: "update_mask" });
    const members = membersOf(updateMask, EXCLUSION_MEMBERS);
    return this.exclusions.update(name, required(exclusion, "exclusion"), members);
  }

  createMetric(parent: string, metric: LogMetric | undefined): LogMetric {
    return this.metrics.create(parent, required(metric, "metric"));
  }

  /** A metric that does not exist is created. */
  updateMetric(name: string, metric: LogMetric | undefined): LogMetric {
    const given = required(metric, "metric");
    const parent = name.slice(0, name.indexOf("/metrics/"));
    if (!this.metrics.has(name)) return this.metrics.create(parent, given);
    const previous = this.metrics.get(name);
    if (given.name && given.name !== previous.name)
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `The metric is named "${previous.name}" and keeps its name.`,
        {
          field: "metric.name",
        },
      );
    checkMetricUpdate(previous, given);
    return this.metrics.update(name, given, METRIC_MEMBERS);
  }

  /** Whether an exclusion of the entry's own parent keeps it from being stored. */
  excludes(entry: LogEntry): boolean {
    const parent = entry.logName!.slice(0, entry.logName!.indexOf("/logs/"));
    return this.exclusions
      .of(parent)
      .some((exclusion) => !exclusion.disabled && this.#queryOf(exclusion).matches(entry));
  }

  #queryOf(exclusion: LogExclusion): LoggingFilter {
    const query = this.#queries.get(exclusion) ?? parseQuery(exclusion.filter ?? "");
    this.#queries.set(exclusion, query);
    return query;
  }
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw new GoogleError("INVALID_ARGUMENT", `The request has no ${name}.`, { field: name });
}

/** The members that a mask's paths lie in. @throws GoogleError INVALID_ARGUMENT */
function membersOf(mask: readonly string[], members: readonly string[]): readonly string[] {
  return mask.map((path) => {
    const [member = ""] = path.split(".");
    if (members.includes(member)) return member;
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `The update mask names "${path}": expected ${members.join(", ")}.`,
      { field: "update_mask" },
    );
  });
}
