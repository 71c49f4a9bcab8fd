import { describe, expect, it } from "vitest";
import { reportedError } from "../../../lib/semantics/cloud-logging/error-reporting.ts";
import type { LogEntry } from "../../../lib/semantics/cloud-logging/log-entry.ts";
import { parseSeverity, SEVERITIES } from "../../../lib/semantics/cloud-logging/severity.ts";
import { parseProtoDuration } from "../../../lib/semantics/cloud-logging/timestamp.ts";
import { toLogEntry } from "../../../lib/semantics/cloud-logging/to-log-entry.ts";
import { parseTraceHeader } from "../../../lib/semantics/cloud-logging/trace-context.ts";
import corpus from "../../conformance/gcp.json" with { type: "json" };
import { runTiers } from "../../conformance/tiers.ts";

interface LineCase {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly tier: number;
  readonly entry: Record<string, unknown>;
  readonly absentFromJsonPayload?: readonly string[];
}

interface ErrorCase {
  readonly name: string;
  readonly tier: number;
  readonly captured: boolean;
  readonly jsonPayload: Record<string, unknown>;
}

const lineCases = corpus.stdoutCases as unknown as readonly LineCase[];
const errorCases = corpus.errorReporting.cases as unknown as readonly ErrorCase[];

/** The corpus shows latencies as the agent holds them; the API's JSON form has a text. */
function withParts(entry: LogEntry): unknown {
  const latency = entry.httpRequest?.latency;
  if (latency === undefined) return entry;
  const parts = Object.entries(parseProtoDuration(latency)!).filter(([, part]) => part !== 0);
  return { ...entry, httpRequest: { ...entry.httpRequest, latency: Object.fromEntries(parts) } };
}

runTiers("lines on standard output", lineCases, ({ line, entry, absentFromJsonPayload = [] }) => {
  const made = toLogEntry(line);

  const parts = withParts(made) as Record<string, unknown>;
  for (const [field, expected] of Object.entries(entry)) expect(parts[field]).toEqual(expected);
  for (const key of absentFromJsonPayload) expect(made.jsonPayload).not.toHaveProperty([key]);
});

describe("severities", () => {
  for (const { input, expected, note } of corpus.severity.parsing.cases as readonly {
    input: unknown;
    expected: string | number;
    note?: string;
  }[]) {
    // JavaScript cannot tell 100.0 from 100.
    it.skipIf(note?.includes("JavaScript cannot"))(`${JSON.stringify(input)} is ${expected}`, () => {
      const severity = parseSeverity(input);

      expect(typeof expected === "number" ? SEVERITIES[severity] : severity).toBe(expected);
      expect(toLogEntry({ severity: input, k: 1 }).severity).toBe(severity);
    });
  }

  it("have the numbers of the API", () => {
    expect(Object.entries(SEVERITIES).map(([name, number]) => ({ name, number }))).toEqual(
      corpus.severity.enum,
    );
  });
});

describe("trace headers", () => {
  for (const { header, value, ...expected } of corpus.traceHeaders.cases)
    it(`${header}: ${value}`, () => {
      expect(parseTraceHeader(header, value)).toEqual(expected);
    });
});

runTiers(
  "errors that Error Reporting takes",
  errorCases.map((one) => ({ ...one, id: one.name, name: "" })),
  ({ captured, jsonPayload }) => {
    const error = reportedError({ jsonPayload });

    expect(error !== undefined).toBe(captured);
  },
);
