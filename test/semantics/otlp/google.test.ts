import { expect } from "vitest";
import {
  type LogEntry,
  type OtlpAttribute,
  type OtlpLogRecord,
  otlpLogEntry,
  otlpMonitoredResource,
  plainOtlpAttributes,
  toLogEntry,
} from "../../../lib/semantics/index.ts";
import corpus from "../../conformance/otlp-google.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

interface MapCase extends TieredCase {
  readonly kind: "map";
  readonly logRecord: OtlpLogRecord;
  readonly resourceAttributes?: readonly OtlpAttribute[];
  readonly entry: Record<string, unknown>;
  readonly absent?: readonly string[];
}
interface ResourceCase extends TieredCase {
  readonly kind: "resource";
  readonly resourceAttributes: readonly OtlpAttribute[];
  readonly expected: { readonly labelsInclude?: readonly string[] };
}

interface LineCase extends TieredCase {
  readonly kind: "stdout";
  readonly line: string;
  readonly entry: Record<string, unknown>;
  readonly absentFromJsonPayload?: readonly string[];
}

const cases = corpus.cases as unknown as readonly (MapCase | ResourceCase | LineCase)[];

runTiers(
  "OTLP records in Cloud Logging",
  cases.filter((one): one is MapCase => one.kind === "map"),
  ({ logRecord, resourceAttributes = [], entry: expected, absent = [] }) => {
    const record = { resource: { attributes: resourceAttributes }, scope: {}, record: logRecord };
    const entry = otlpLogEntry(record, { projectId: "fallback" });
    const { timestampIsReceiveTimestamp, receiveTimestampIsArrival, entries, severityOneOf, ...members } =
      expected;
    expect(entry).toMatchObject(members);
    if (timestampIsReceiveTimestamp) expect(entry.timestamp).toBeUndefined();
    // Both are what whoever stores an entry adds.
    if (receiveTimestampIsArrival) expect(entry.receiveTimestamp).toBeUndefined();
    if (entries !== undefined) expect([entry]).toHaveLength(entries as number);
    if (severityOneOf) expect(severityOneOf).toContain(entry.severity);
    for (const member of absent) expect(entry[member as keyof LogEntry]).toBeUndefined();
  },
);

runTiers(
  "resources of OTLP in Cloud Logging",
  cases.filter((one): one is ResourceCase => one.kind === "resource"),
  ({ resourceAttributes, expected: { labelsInclude, ...expected } }) => {
    const resource = otlpMonitoredResource(plainOtlpAttributes(resourceAttributes), "my-project");
    expect(resource).toMatchObject(expected);
    for (const names of labelsInclude ?? [])
      expect(names.split("|").some((name) => resource.labels?.[name])).toBe(true);
  },
);

runTiers(
  "structured lines of Cloud Logging",
  cases.filter((one): one is LineCase => one.kind === "stdout"),
  ({ line, entry, absentFromJsonPayload = [] }) => {
    const made = toLogEntry(line);
    expect(made).toMatchObject(entry);
    for (const key of absentFromJsonPayload) expect(made.jsonPayload).not.toHaveProperty([key]);
  },
);
