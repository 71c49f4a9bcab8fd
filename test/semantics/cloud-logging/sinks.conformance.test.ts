import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import {
  BIGQUERY_FIELD_NAME_MAX_LENGTH,
  bigqueryColumn,
  bigqueryTable,
  CLOUD_LOGGING_MAX_SINKS,
  CLOUD_LOGGING_STORAGE_FILE_MAX_BYTES,
  CLOUD_LOGGING_STORAGE_MAX_DELAY_HOURS,
  type LogEntry,
  LogRouter,
  type LogSink,
  pubsubMessage,
  storageObjectLine,
  storageObjectName,
} from "../../../lib/semantics/index.ts";
import corpus from "../../conformance/sinks.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

interface SinkCase extends TieredCase {
  readonly kind: string;
  readonly sinks?: readonly (LogSink & { readonly parent?: string })[];
  readonly entry?: LogEntry;
  readonly projectAncestors?: readonly string[];
  readonly expected?: unknown;
  readonly logId?: string;
  readonly timestamp?: string;
  readonly receiveTimestamp?: string;
  readonly usePartitionedTables?: boolean;
  readonly path?: string;
  readonly atType?: string;
  readonly value?: unknown;
}

/** Figures by the cases that state them; the other facts are shown where the local cloud acts on them. */
/** Whether each entry is a line of an object in Cloud Storage, and comes back out of it. */
function isOneLineEach(entries: readonly object[]): boolean {
  const lines = entries
    .map(storageObjectLine)
    .join("")
    .split(/\r\n|[\n\r]/);
  return (
    lines.pop() === "" &&
    isDeepStrictEqual(
      lines.map((line) => JSON.parse(line) as object),
      entries,
    )
  );
}

const FIGURES: Readonly<Record<string, unknown>> = {
  "sinks per project at most by default": CLOUD_LOGGING_MAX_SINKS,
  "GCS: hours until the first file (up to)": CLOUD_LOGGING_STORAGE_MAX_DELAY_HOURS,
  "GCS: GiB per file at most": CLOUD_LOGGING_STORAGE_FILE_MAX_BYTES / 2 ** 30,
  "GCS: one LogEntry in JSON per line": isOneLineEach([
    { textPayload: "two\nlines\u2028and more" },
    { jsonPayload: { "a\r": ["\n"] } },
  ]),
  "BigQuery: field names at most characters": BIGQUERY_FIELD_NAME_MAX_LENGTH,
};

const CHECKS: Readonly<Record<string, (one: SinkCase) => void>> = {
  route({ sinks = [], entry, projectAncestors = [], expected }) {
    const router = new LogRouter({ ancestors: () => projectAncestors });
    const routed = sinks.map(({ parent = "projects/my-project", ...sink }) => ({ parent, sink }));

    const names = router.route(entry!, routed).map(({ sink }) => sink.name);

    // What is older than a bucket keeps is routed to it, and not stored.
    const { sinks: wanted, stored = true } = expected as { sinks: readonly string[]; stored?: boolean };
    expect(names).toEqual(stored ? wanted : ["_Default", ...wanted]);
  },
  gcsObject: ({ logId, timestamp, receiveTimestamp, expected }) => {
    const name = storageObjectName({
      logId: logId!,
      timestamp: timestamp!,
      receiveTimestamp: receiveTimestamp!,
    });

    const seconds = String(expected).includes("UNIX_SECONDS") ? (/\d{10}/.exec(name)?.[0] ?? "") : "";
    expect(name).toBe(String(expected).replace("UNIX_SECONDS", seconds));
  },
  bigqueryTable: ({ logId, timestamp, usePartitionedTables, expected }) => {
    expect(bigqueryTable(logId!, timestamp!, usePartitionedTables!)).toBe(expected);
  },
  bigqueryColumn: ({ path, atType, expected }) => {
    expect(bigqueryColumn(path!, atType)).toBe(expected);
  },
  pubsubMessage: ({ entry, expected }) => {
    const message = pubsubMessage(entry!);

    expect(message).toMatchObject(expected as object);
    expect(JSON.parse(Buffer.from(message.data, "base64").toString())).toEqual(entry);
  },
  fact: ({ name, value }) => {
    expect(FIGURES[name]).toBe(value);
  },
};

const cases = (corpus.cases as readonly SinkCase[]).filter(
  // Entries that are refused or too old are a matter of writing, which the local cloud's test shows.
  ({ kind, name, expected }) =>
    kind === "fact"
      ? Object.hasOwn(FIGURES, name)
      : Object.hasOwn(CHECKS, kind) && !(kind === "route" && Object.hasOwn(expected as object, "error")),
);

runTiers("sinks: routing and names at destinations", cases, (one) => CHECKS[one.kind]!(one));
