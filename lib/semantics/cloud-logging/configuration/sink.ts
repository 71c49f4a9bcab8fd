import { CLOUD_LOGGING_MAX_SINK_EXCLUSIONS } from "../../limits.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";
import { checkDescription, checkFilter } from "./checks.ts";
import { parseSinkDestination } from "./destination.ts";
import { checkExclusion, type LogExclusion } from "./exclusion.ts";

/** Sends entries of its parent elsewhere. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks */
export interface LogSink {
  readonly name: string;
  readonly destination?: string;
  /** @default all entries */
  readonly filter?: string;
  readonly description?: string;
  readonly disabled?: boolean;
  readonly exclusions?: readonly LogExclusion[];
  /** Whether entries of what lies below an organization or a folder count too. Without meaning in a project. */
  readonly includeChildren?: boolean;
  readonly bigqueryOptions?: {
    readonly usePartitionedTables?: boolean;
    /** Told by the service. */
    readonly usesTimestampColumnPartitioning?: boolean;
  };
  /** Told by the service. */
  readonly writerIdentity?: string;
  readonly createTime?: string;
  readonly updateTime?: string;
}

/** What an update without a mask replaces. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/update */
export const SINK_DEFAULT_MASK: readonly string[] = ["destination", "filter", "includeChildren"];

/** The identity of sinks that ask for none of their own. */
export const SHARED_WRITER_IDENTITY = "serviceAccount:cloud-logs@system.gserviceaccount.com";

/**
 * Checks a sink, and completes what the service tells of it: new partitioned BigQuery sinks partition by the column
 * `timestamp`. The name is checked where the sink is made.
 *
 * @throws InvalidArgumentError
 */
export function acceptSink(sink: LogSink): LogSink {
  const { destination = "", exclusions = [], bigqueryOptions } = sink;
  parseSinkDestination(destination);
  checkFilter(sink.filter);
  checkDescription(sink.description);
  checkExclusions(exclusions);
  if (bigqueryOptions === undefined) return sink;
  const { usePartitionedTables = false } = bigqueryOptions;
  return {
    ...sink,
    bigqueryOptions: usePartitionedTables
      ? { usePartitionedTables, usesTimestampColumnPartitioning: true }
      : {},
  };
}

function checkExclusions(exclusions: readonly LogExclusion[]): void {
  if (exclusions.length > CLOUD_LOGGING_MAX_SINK_EXCLUSIONS)
    throw new InvalidArgumentError(
      `A sink has at most ${CLOUD_LOGGING_MAX_SINK_EXCLUSIONS} exclusions, this has ${exclusions.length}.`,
      "exclusions",
    );
  const names = new Set<string>();
  for (const [index, exclusion] of exclusions.entries()) {
    try {
      checkExclusion(exclusion);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new InvalidArgumentError(error.message, `exclusions[${index}].${error.field}`);
    }
    if (names.has(exclusion.name))
      throw new InvalidArgumentError(
        `Two exclusions of the sink have the name "${exclusion.name}".`,
        "exclusions",
      );
    names.add(exclusion.name);
  }
}

/** What decides who writes to a sink's destination. */
export interface SinkWriter {
  /** For example `projects/shop`. */
  readonly parent: string;
  readonly destination: string;
  /** What `uniqueWriterIdentity` said when the sink was made or last changed. */
  readonly unique: boolean;
  /** The identity of the parent's own, for example `serviceAccount:service-1@gcp-sa-logging.iam.gserviceaccount.com`. */
  readonly own: string;
}

/**
 * Who writes to a sink's destination: nobody in particular for a bucket of the same parent, all sinks of projects
 * together unless the sink asks for an identity of its own, and that one for sinks of folders and organizations.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/create
 */
export function writerIdentity({ parent, destination, unique, own }: SinkWriter): string | undefined {
  const target = parseSinkDestination(destination);
  if (target.kind === "bucket" && target.parent === parent) return undefined;
  return unique || !parent.startsWith("projects/") ? own : SHARED_WRITER_IDENTITY;
}

/**
 * Checks the identity that an update asks for: one of its own cannot become the shared one again, and a request that
 * leaves `uniqueWriterIdentity` out asks for the shared one.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/update
 */
export function checkWriterChange(former: boolean, asked: boolean): void {
  if (former && !asked)
    throw new InvalidArgumentError(
      "The sink has a writer identity of its own, which it keeps: the update must say uniqueWriterIdentity=true.",
      "uniqueWriterIdentity",
    );
}
